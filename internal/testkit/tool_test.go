package testkit

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

func TestOncePerMachineFillsOnceForMany(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cache", "server")
	var fills atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			err := oncePerMachine(path, func(partial string) error {
				fills.Add(1)
				return os.WriteFile(partial, []byte("binary"), 0o755)
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if content, err := os.ReadFile(path); err != nil || string(content) != "binary" || fills.Load() != 1 {
		t.Errorf("filled %d times, holds %q, %v", fills.Load(), content, err)
	}
}

func TestOncePerMachineKeepsNothingOfAFailure(t *testing.T) {
	path := filepath.Join(t.TempDir(), "server")
	broken := errors.New("compiler fell over")
	err := oncePerMachine(path, func(partial string) error {
		return errors.Join(os.WriteFile(partial, []byte("half"), 0o755), broken)
	})
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	for _, left := range []string{path, path + ".partial"} {
		if _, err := os.Stat(left); !os.IsNotExist(err) {
			t.Errorf("%s is left behind", left)
		}
	}
}

func TestAPortTakenMeanwhileIsNotUsed(t *testing.T) {
	neighbour, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer neighbour.Close()
	taken := neighbour.Addr().(*net.TCPAddr).Port
	for _, kind := range s3Kinds {
		t.Run(kind.name, func(t *testing.T) {
			picks := 0
			p, s3, err := kind.start(t.TempDir(), "", newS3Server(), func() (int, error) {
				if picks++; picks == 1 {
					return taken, nil
				}
				return freePort()
			})
			if err != nil {
				t.Fatal(err)
			}
			if picks != 2 || s3.Endpoint == loopback(taken) {
				t.Errorf("runs on %s after %d picks", s3.Endpoint, picks)
			}
			if err := p.end("keep"); err != nil {
				t.Error(err)
			}
		})
	}
}
