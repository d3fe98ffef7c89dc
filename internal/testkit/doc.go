// Package testkit gives tests the real parts they run against: S3 servers, PostgreSQL and Chromium, each private to one
// test binary, plus a clock that stands still and golden files.
//
// It knows nothing of the trade and imports no package of this program, so every package's tests may use it. Only tests
// import it. It runs on Unix systems: its servers live under a shell that ends them when the test binary is gone.
//
// A part that cannot be had fails the test. Outside CI, DANGANKU_TEST_ALLOW_MISSING=1 turns that failure into a skip.
package testkit
