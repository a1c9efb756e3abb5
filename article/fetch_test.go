package article

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestFetch(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/page", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, "<title>T</title><article><h1>Ministers meet at the lake</h1><p>They met for two hours on the pier, and then both of them left without a word to those who waited.</p></article>")
	})
	mux.HandleFunc("/latin", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=iso-8859-2")
		_, _ = w.Write([]byte("Talks in Pozna\xf1 ended on Monday without any result."))
	})
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/page", http.StatusFound) })
	mux.HandleFunc("/loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	mux.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "file:///etc/hostname", http.StatusFound)
	})
	mux.HandleFunc("/picture", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", "image/png") })
	mux.HandleFunc("/large", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		fmt.Fprint(w, strings.Repeat("words ", 1000))
	})
	mux.HandleFunc("/slow", func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-time.After(10 * time.Second):
		}
	})
	srv := httptest.NewServer(mux)
	defer srv.Close()

	get := func(path string, m Meta, o FetchOptions) (string, error) {
		o.AllowPrivate = true
		all, err := Fetch(context.Background(), srv.URL+path, m, o)
		if err != nil {
			return "", err
		}
		return all[0].Text + " " + all[0].URL, nil
	}
	for _, path := range []string{"/page", "/moved"} {
		got, err := get(path, Meta{}, FetchOptions{})
		if err != nil || !strings.Contains(got, "two hours on the pier") || !strings.HasSuffix(got, "/page") {
			t.Errorf("%s: %q, %v", path, got, err)
		}
	}
	if got, err := get("/latin", Meta{}, FetchOptions{}); err != nil || !strings.Contains(got, "Poznań") {
		t.Errorf("declared charset: %q, %v", got, err)
	}
	for _, tt := range []struct {
		path string
		meta Meta
		opts FetchOptions
		want error
		says string
	}{
		{"/none", Meta{}, FetchOptions{}, ErrFetch, "404"},
		{"/loop", Meta{}, FetchOptions{Redirects: 3}, ErrFetch, "more than 3 redirects"},
		{"/file", Meta{}, FetchOptions{}, ErrFetch, "file"},
		{"/picture", Meta{}, FetchOptions{}, ErrBinary, "image/png"},
		{"/large", Meta{Limit: 100}, FetchOptions{}, ErrTooLarge, "100 bytes"},
		{"/slow", Meta{}, FetchOptions{Timeout: 50 * time.Millisecond}, ErrFetch, "50ms"},
	} {
		_, err := get(tt.path, tt.meta, tt.opts)
		var e *Error
		if !errors.Is(err, tt.want) || !errors.As(err, &e) || !strings.Contains(err.Error(), tt.says) || e.Source != srv.URL+tt.path {
			t.Errorf("%s: %v", tt.path, err)
		}
	}
	if _, err := Fetch(context.Background(), srv.URL+"/page", Meta{}, FetchOptions{}); !errors.Is(err, ErrAddress) {
		t.Errorf("loopback: %v", err)
	}
	_, port, _ := strings.Cut(strings.TrimPrefix(srv.URL, "http://"), ":")
	if _, err := Fetch(context.Background(), "http://localhost:"+port+"/page", Meta{}, FetchOptions{}); !errors.Is(err, ErrAddress) {
		t.Errorf("a name for loopback: %v", err)
	}
	for _, address := range []string{"ftp://paper.example/a", "file:///etc/hostname", "http:///a", "://"} {
		if _, err := Fetch(context.Background(), address, Meta{}, FetchOptions{}); !errors.Is(err, ErrFetch) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestPublic(t *testing.T) {
	for _, s := range []string{"8.8.8.8", "2606:4700::1111", "203.0.114.7"} {
		if !public(netip.MustParseAddr(s)) {
			t.Errorf("%s is public", s)
		}
	}
	for _, s := range []string{
		"127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1",
		"::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1",
	} {
		if public(netip.MustParseAddr(s)) {
			t.Errorf("%s is not public", s)
		}
	}
}
