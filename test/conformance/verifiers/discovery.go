package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"os"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
)

// NewVerifier finds the keys by the issuer alone.
func NewVerifier(ctx context.Context) (func(authorization string) (string, bool), error) {
	provider, err := oidc.NewProvider(ctx, os.Getenv("ISSUER"))
	if err != nil {
		return nil, err
	}
	verifier := provider.Verifier(&oidc.Config{ClientID: os.Getenv("AUDIENCE")})
	return func(authorization string) (string, bool) {
		scheme, text, _ := strings.Cut(authorization, " ")
		if !strings.EqualFold(scheme, "bearer") {
			return "", false
		}
		token, err := verifier.Verify(ctx, text)
		if err != nil || typeOf(text) != "at+jwt" {
			return "", false
		}
		return token.Subject, token.Subject != ""
	}, nil
}

// typeOf returns `typ` of a verified token, or nothing if an extension must be understood: go-oidc looks at neither.
func typeOf(token string) string {
	encoded, _, _ := strings.Cut(token, ".")
	text, err := base64.RawURLEncoding.DecodeString(encoded)
	if err != nil {
		return ""
	}
	var header struct {
		Type     string `json:"typ"`
		Critical any    `json:"crit"`
	}
	if json.Unmarshal(text, &header) != nil || header.Critical != nil {
		return ""
	}
	return header.Type
}
