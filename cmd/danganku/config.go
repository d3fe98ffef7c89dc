package main

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/danganku/danganku/internal/domain"
)

// Config is where an installation keeps its things. Unset means the embedded default: SQLite, local disk and index below
// the data folder. Every secret may be given as a file instead.
type Config struct {
	Data string `help:"Data folder." env:"DANGANKU_DATA" default:"data" type:"path"`

	DatabaseURL     string `help:"PostgreSQL address, postgres://…; unset: SQLite in the data folder." env:"DANGANKU_DATABASE_URL"`
	DatabaseURLFile string `help:"File holding the PostgreSQL address." env:"DANGANKU_DATABASE_URL_FILE" type:"path"`

	S3Endpoint      string `name:"s3-endpoint" help:"host:port of an S3 service; unset: local disk." env:"DANGANKU_S3_ENDPOINT"`
	S3Bucket        string `name:"s3-bucket" help:"Bucket." env:"DANGANKU_S3_BUCKET" default:"danganku"`
	S3AccessKey     string `name:"s3-access-key" help:"Access key." env:"DANGANKU_S3_ACCESS_KEY"`
	S3AccessKeyFile string `name:"s3-access-key-file" help:"File holding the access key." env:"DANGANKU_S3_ACCESS_KEY_FILE" type:"path"`
	S3SecretKey     string `name:"s3-secret-key" help:"Secret key." env:"DANGANKU_S3_SECRET_KEY"`
	S3SecretKeyFile string `name:"s3-secret-key-file" help:"File holding the secret key." env:"DANGANKU_S3_SECRET_KEY_FILE" type:"path"`
	S3TLS           bool   `name:"s3-tls" help:"Use TLS to the S3 service." env:"DANGANKU_S3_TLS"`

	ArchivalCodePattern string `help:"Regular expression that archival codes must match; unset: letters, digits, Chinese characters and separators." env:"DANGANKU_ARCHIVAL_CODE_PATTERN"`

	PrintFont string `help:"TrueType font with Chinese characters to print with; unset: the interface's, or one of the system." env:"DANGANKU_FONT" type:"path"`

	RequireBatch bool `help:"Take in only dossiers whose subject is on an issued acceptance list (rule R04)." env:"DANGANKU_REQUIRE_BATCH"`

	Policies         string `help:"JSON file with policies of use (loans, consultations, copies, certificates, forwarding, holds) in the form of those that are shipped, which it replaces." env:"DANGANKU_POLICIES" type:"path"`
	CertificateKinds string `help:"JSON file with the kinds of certificates in the form of those that are shipped, which it replaces." env:"DANGANKU_CERTIFICATE_KINDS" type:"path"`
	Workdays         string `help:"JSON file with the working days of years in the form of those that are shipped, which it adds to or replaces." env:"DANGANKU_WORKDAYS" type:"path"`

	SecretKey     string `help:"Secret of the installation that seals second factors, at least 32 characters, the same on all nodes; unset: secret.key in the data folder." env:"DANGANKU_SECRET_KEY"`
	SecretKeyFile string `help:"File holding the secret of the installation." env:"DANGANKU_SECRET_KEY_FILE" type:"path"`
	TOTPRequired  string `name:"totp-required" help:"Of whom a second factor is demanded: off, officers or all." env:"DANGANKU_TOTP_REQUIRED" enum:"off,officers,all" default:"off"`

	PublicURL string `name:"public-url" help:"Address at which users reach this program, http://host:port; identity providers send browsers back there." env:"DANGANKU_PUBLIC_URL"`

	OIDC OIDCConfig `embed:"" prefix:"oidc-"`

	AuditAnchor string        `help:"File, or folder on other media, in which the audit trail is anchored; unset: audit-anchor.log in the data folder." env:"DANGANKU_AUDIT_ANCHOR" type:"path"`
	AuditVerify time.Duration `help:"How often the server verifies the audit trail; 0: never." env:"DANGANKU_AUDIT_VERIFY" default:"24h"`

	Lease    time.Duration `help:"How long a process that stopped answering keeps what it was writing." env:"DANGANKU_LEASE" default:"30s" hidden:""`
	LogLevel slog.Level    `help:"debug, info, warn or error." env:"DANGANKU_LOG_LEVEL" default:"info"`
}

// AfterApply reads the secrets that were given as files.
func (c *Config) AfterApply() error {
	secrets := []struct {
		value *string
		file  string
		name  string
	}{
		{&c.DatabaseURL, c.DatabaseURLFile, "DANGANKU_DATABASE_URL"},
		{&c.S3AccessKey, c.S3AccessKeyFile, "DANGANKU_S3_ACCESS_KEY"},
		{&c.S3SecretKey, c.S3SecretKeyFile, "DANGANKU_S3_SECRET_KEY"},
		{&c.SecretKey, c.SecretKeyFile, "DANGANKU_SECRET_KEY"},
		{&c.OIDC.ClientSecret, c.OIDC.ClientSecretFile, "DANGANKU_OIDC_CLIENT_SECRET"},
	}
	for _, secret := range secrets {
		if err := readSecret(secret.value, secret.file, secret.name); err != nil {
			return err
		}
	}
	if c.SecretKey != "" && len(c.SecretKey) < minSecretKey {
		return fmt.Errorf("DANGANKU_SECRET_KEY: at least %d characters", minSecretKey)
	}
	if _, err := c.identityProvider(); err != nil {
		return err
	}
	if _, err := domain.NewArchivalCodeRule(c.ArchivalCodePattern); err != nil {
		return fmt.Errorf("DANGANKU_ARCHIVAL_CODE_PATTERN: %w", err)
	}
	return nil
}

// codeRule is the form of archival codes; AfterApply has made sure that the pattern compiles.
func (c *Config) codeRule() domain.ArchivalCodeRule {
	rule, err := domain.NewArchivalCodeRule(c.ArchivalCodePattern)
	if err != nil {
		panic(err)
	}
	return rule
}

func readSecret(value *string, file, name string) error {
	if file == "" {
		return nil
	}
	if *value != "" {
		return fmt.Errorf("%s and %s_FILE are both set", name, name)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("%s_FILE: %w", name, err)
	}
	*value = strings.TrimSpace(string(content))
	return nil
}

func (c *Config) path(elements ...string) string {
	return filepath.Join(append([]string{c.Data}, elements...)...)
}

func (c *Config) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: c.LogLevel}))
}
