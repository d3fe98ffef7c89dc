package main

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/app/ingest"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/testkit"
	"github.com/danganku/danganku/storage"
)

// A package of the benchmark: dossiers of the usual size with pages of about 300 KB.
const (
	benchPersons = 6
	benchPages   = 8 // of each of three materials
)

// BenchmarkIngest reports how fast a confirmed package is stored, as a ratio to a bare loop that only puts the same bytes
// into the same store, one after the other (x_bare); and the same with the dry run counted in (with_dry_run_x_bare), which
// decodes every page once.
func BenchmarkIngest(b *testing.B) {
	b.Run("local", func(b *testing.B) {
		benchmarkIngest(b, &Config{Data: b.TempDir(), Lease: 30 * time.Second})
	})
	for _, name := range testkit.S3ServerNames() {
		b.Run(name, func(b *testing.B) {
			s3 := testkit.S3(b, name)
			benchmarkIngest(b, &Config{Data: b.TempDir(), Lease: 30 * time.Second, DatabaseURL: testkit.Postgres(b), S3Endpoint: s3.Endpoint,
				S3AccessKey: s3.AccessKey, S3SecretKey: s3.SecretKey, S3Bucket: s3.NewBucket(b)})
		})
	}
}

func benchmarkIngest(b *testing.B, config *Config) {
	ctx := b.Context()
	in, err := open(ctx, config)
	if err != nil {
		b.Fatal(err)
	}
	defer in.Close()
	var bare, stored, inspected time.Duration
	round := 0
	for b.Loop() {
		round++
		folder := b.TempDir()
		files := benchPackage(b, folder, round)
		if round%2 == 0 {
			bare += bareLoop(b, in.objects, folder, files, round)
		}
		dryRun, commit := timedIngest(ctx, b, in, folder)
		inspected += dryRun
		stored += commit
		if round%2 == 1 {
			bare += bareLoop(b, in.objects, folder, files, round)
		}
	}
	b.ReportMetric(bare.Seconds()/stored.Seconds(), "x_bare")
	b.ReportMetric(bare.Seconds()/(stored+inspected).Seconds(), "with_dry_run_x_bare")
	b.ReportMetric(float64(round*benchPersons*3*benchPages)/stored.Seconds(), "pages/s")
}

func timedIngest(ctx context.Context, b *testing.B, in *installation, folder string) (dryRun, commit time.Duration) {
	b.Helper()
	actor := localOperator()
	taken, err := in.ingests.Create(ctx, actor, ingest.Request{Office: "210106", Name: filepath.Base(folder), Source: folder})
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	if taken, err = in.ingests.Inspect(ctx, taken.ID, nil); err != nil || taken.Accepted != benchPersons {
		b.Fatal(taken.Accepted, taken.Problem, err)
	}
	dryRun = time.Since(start)
	if _, err = in.ingests.Confirm(ctx, actor, taken.ID, false); err != nil {
		b.Fatal(err)
	}
	start = time.Now()
	if taken, err = in.ingests.Commit(ctx, actor, taken.ID, nil); err != nil || taken.State != domain.IngestCommitted {
		b.Fatal(taken.State, err)
	}
	return dryRun, time.Since(start)
}

func bareLoop(b *testing.B, store storage.Store, folder string, files []string, round int) time.Duration {
	b.Helper()
	start := time.Now()
	for i, name := range files {
		file, err := os.Open(filepath.Join(folder, filepath.FromSlash(name)))
		if err != nil {
			b.Fatal(err)
		}
		info, err := file.Stat()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := store.Put(b.Context(), fmt.Sprintf("bare/%d/%d", round, i), file, info.Size(), storage.PutOptions{}); err != nil {
			b.Fatal(err)
		}
		file.Close()
	}
	return time.Since(start)
}

func benchPackage(b *testing.B, folder string, round int) []string {
	b.Helper()
	random := rand.New(rand.NewPCG(uint64(round), uint64(os.Getpid())))
	return writePackage(b, folder, int(random.Uint32()), benchPersons, benchPages, func() []byte { return noisyScan(b, random) })
}

// noisyScan is a page that compresses as badly as a scan of old paper: about 300 KB.
func noisyScan(b *testing.B, random *rand.Rand) []byte {
	page := image.NewRGBA(image.Rect(0, 0, 620, 877))
	for y := range 877 {
		for x := range 620 {
			v := uint8(170 + random.IntN(80))
			page.SetRGBA(x, y, color.RGBA{v, v - 5, v - 12, 255})
		}
	}
	return jpegAt300(b, page, 90)
}
