package sqlstore

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"gorm.io/driver/sqlite"
	_ "modernc.org/sqlite" // registers the driver "sqlite", free of cgo
)

// sqliteReaders bounds the reading connections; each has its own page cache.
const sqliteReaders = 8

func openSQLite(config Config) (*Store, error) {
	path, err := prepareSQLiteFile(config.SQLitePath)
	if err != nil {
		return nil, err
	}
	s := &Store{kind: SQLite}
	writer, err := sqlitePool(path, 1, "_txlock=immediate")
	if err != nil {
		return nil, err
	}
	if s.writer, err = useGorm(sqlite.New(sqlite.Config{Conn: writer})); err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	reader, err := sqlitePool(path, min(sqliteReaders, 2*runtime.NumCPU()), "_query_only=1")
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	if s.reader, err = useGorm(sqlite.New(sqlite.Config{Conn: reader})); err != nil {
		return nil, errors.Join(err, reader.Close(), writer.Close())
	}
	return s, nil
}

// prepareSQLiteFile makes the folder and an empty file that only its owner may read; SQLite gives the write-ahead log
// the same rights.
func prepareSQLiteFile(path string) (string, error) {
	if path == "" {
		return "", errors.New("neither a database URL nor the path of a SQLite file is given")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return "", err
	}
	return path, file.Close()
}

// sqlitePool opens connections to the file. What the parameters are for:
//   - _txlock=immediate (writer): a transaction that reads first and writes later fails at once with SQLITE_BUSY when
//     another wrote in between, whatever the busy timeout; taking the write lock at BEGIN makes it wait instead.
//   - busy_timeout comes first, so that switching to WAL waits for other processes too.
//   - WAL lets readers go on while one process writes. synchronous=FULL keeps what was acknowledged over a power cut.
//   - _time_format and _timezone: the driver's default text keeps each value's zone and then sorts wrongly.
func sqlitePool(path string, size int, mode string) (*sql.DB, error) {
	file := url.URL{Scheme: "file", Path: filepath.ToSlash(path)}
	if file.Path[0] != '/' {
		file.Path = "/" + file.Path // C:/...
	}
	dsn := fmt.Sprintf("%s?%s&_time_format=sqlite&_timezone=UTC&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)"+
		"&_pragma=foreign_keys(1)&_pragma=synchronous(FULL)&_pragma=cache_size(-16000)", file.String(), mode)
	pool, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return pool, nil
}
