package article

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"example.org/readout"
)

// FetchOptions say how far [Fetch] may go. The zero value is the careful one.
type FetchOptions struct {
	AllowPrivate bool          // also addresses of this machine and its network
	Timeout      time.Duration // for the whole exchange; 0 means 30 seconds
	Redirects    int           // at most; 0 means 5
	UserAgent    string        // "" means "readout"
}

// Fetch reads the article at an http or https address. meta.Limit bounds the
// size of the answer. Unless opts allow it, no address that is private,
// loopback or link-local is ever connected to, whatever a name resolves to and
// wherever a redirect leads; environment proxies are then not used, since a
// proxy would hide the address.
func Fetch(ctx context.Context, address string, meta Meta, opts FetchOptions) ([]*readout.Article, error) {
	if meta.Source == "" {
		meta.Source = address
	}
	fail := func(kind error, format string, args ...any) error {
		return meta.fail(kind, 0, fmt.Sprintf(format, args...))
	}
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return nil, fail(ErrFetch, "it is no address: %v", err)
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fail(ErrFetch, "only http and https addresses are read, not %q", u.Scheme)
	case u.Hostname() == "":
		return nil, fail(ErrFetch, "the address names no host")
	}
	timeout := opts.Timeout
	if timeout <= 0 {
		timeout = 30 * time.Second
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fail(ErrFetch, "%v", err)
	}
	req.Header.Set("User-Agent", first(opts.UserAgent, "readout"))
	req.Header.Set("Accept", "text/html, application/xhtml+xml, text/plain;q=0.9, application/json;q=0.8, */*;q=0.1")
	client := opts.client()
	defer client.CloseIdleConnections()
	resp, err := client.Do(req)
	if err != nil {
		var blocked *blockedError
		switch {
		case errors.As(err, &blocked):
			return nil, fail(ErrAddress, "%v; allow private addresses if you mean it", blocked)
		case errors.Is(err, context.DeadlineExceeded):
			return nil, fail(ErrFetch, "no answer within %v; try again later", timeout)
		}
		var ue *url.Error
		if errors.As(err, &ue) {
			err = ue.Err
		}
		return nil, fail(ErrFetch, "%v; check the address and the connection", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fail(ErrFetch, "the server answers %s; open it in a browser and save the page", resp.Status)
	}
	kind, _, _ := strings.Cut(resp.Header.Get("Content-Type"), ";")
	kind = strings.ToLower(strings.TrimSpace(kind))
	if kind != "" && !strings.HasPrefix(kind, "text/") && !strings.Contains(kind, "html") && !strings.Contains(kind, "json") && !strings.Contains(kind, "xml") && kind != "application/octet-stream" {
		return nil, fail(ErrBinary, "the server says it is %s; give the address of an article", kind)
	}
	if resp.ContentLength > int64(meta.limit()) {
		return nil, meta.tooLarge(0)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, int64(meta.limit())+1))
	if err != nil {
		if errors.Is(err, context.DeadlineExceeded) {
			return nil, fail(ErrFetch, "the answer was not complete within %v; try again later", timeout)
		}
		return nil, fail(ErrFetch, "the answer broke off: %v", err)
	}
	if len(body) > meta.limit() {
		return nil, meta.tooLarge(0)
	}
	if meta.URL == "" {
		meta.URL = resp.Request.URL.String()
	}
	meta.ContentType = resp.Header.Get("Content-Type")
	return Read(body, meta)
}

func (o FetchOptions) client() *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	transport := &http.Transport{
		DialContext:           dialer.DialContext,
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: 20 * time.Second,
		MaxIdleConns:          1,
	}
	if o.AllowPrivate {
		transport.Proxy = http.ProxyFromEnvironment
	} else {
		// Control sees the address that is dialled, after names are resolved:
		// a name cannot be looked up once for the check and again for use.
		dialer.Control = func(_, address string, _ syscall.RawConn) error {
			ap, err := netip.ParseAddrPort(address)
			if err != nil || !public(ap.Addr()) {
				return &blockedError{address}
			}
			return nil
		}
	}
	most := o.Redirects
	if most <= 0 {
		most = 5
	}
	return &http.Client{
		Transport: transport,
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			if len(via) > most {
				return fmt.Errorf("more than %d redirects", most)
			}
			if s := req.URL.Scheme; s != "http" && s != "https" {
				return fmt.Errorf("a redirect leads to a %q address", s)
			}
			return nil
		},
	}
}

// A blockedError is a refusal to connect.
type blockedError struct{ address string }

func (e *blockedError) Error() string { return e.address + " is not a public address" }

// Ranges beside those that netip knows: shared address space, protocol
// assignments, benchmarks, reserved, and IPv6 forms that hold an IPv4 address.
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("::/96"),
	netip.MustParsePrefix("2001::/32"), netip.MustParsePrefix("fec0::/10"),
}

func public(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	for _, p := range notPublic {
		if p.Contains(a) {
			return false
		}
	}
	return true
}
