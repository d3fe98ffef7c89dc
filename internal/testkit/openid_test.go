package testkit_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/testkit"
)

func TestOpenIDProviderStartsAgainAtItsAddress(t *testing.T) {
	provider := testkit.NewOpenIDProvider(t, nil, "http://localhost/callback")
	address := strings.TrimSuffix(strings.TrimPrefix(provider.Issuer, "http://"), "/")
	assertRefused(t, address)
	for range 2 {
		provider.Start()
		response, err := http.Get(provider.Issuer + "keys")
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != http.StatusOK {
			t.Errorf("keys: %d", response.StatusCode)
		}
		provider.Stop()
		assertRefused(t, address)
	}
}
