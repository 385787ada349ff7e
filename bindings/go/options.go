package cos

// #include "glue.h"
import "C"

import (
	"context"
	"runtime/cgo"
	"time"
)

// The connections that a client may open at once unless it is told otherwise.
const defaultConnections = 64

// Option is what a client is made from. A bad value is reported by NewClient, by name.
type Option func(*options)

type options struct {
	checked
	raw       *C.cos_client_options_t
	total     time.Duration // what WithTotalTimeout said; 0: nothing
	callsBack bool          // whether calls need to be known to a provider or log
	provides  bool          // whether there is a provider

	connections int
}

// Credentials sign requests.
type Credentials struct {
	SecretID, SecretKey string
	// Token belongs to temporary keys; "": they are permanent.
	Token string
	// Expires is until when they are valid; the zero time: they do not expire.
	// Only a provider's is looked at.
	Expires time.Time
}

// String shows no secret, nor does %+v.
func (keys Credentials) String() string { return "cos.Credentials{...}" }

// GoString is for %#v.
func (keys Credentials) GoString() string { return keys.String() }

// WithRegion is the region of the buckets, "ap-guangzhou" ..., or "accelerate".
func WithRegion(region string) Option {
	return func(o *options) { C.cos_client_options_set_region(o.raw, o.text("region", region)) }
}

// WithEndpoint is scheme and host of requests, in which {bucket} and {region} are
// filled in. Default: the hosts of COS, "https://{bucket}.cos.{region}.myqcloud.com".
// A host of COS must begin with "{bucket}.": NewClient refuses one that names a
// bucket itself, or none.
func WithEndpoint(endpoint string) Option {
	return func(o *options) { C.cos_client_options_set_endpoint(o.raw, o.text("endpoint", endpoint)) }
}

// WithConnectTo dials this "host:port"; Host, TLS name and signature stay those of
// the endpoint. For tests and private links.
func WithConnectTo(address string) Option {
	return func(o *options) { C.cos_client_options_set_connect_to(o.raw, o.text("connect_to", address)) }
}

// WithCAFile is a PEM file with CA certificates to trust beside the system's.
func WithCAFile(path string) Option {
	return func(o *options) { C.cos_client_options_set_ca_file(o.raw, o.text("ca_file", path)) }
}

// WithProxy is an HTTP proxy, "http://[user:password@]host:port". Requests over https:// go
// through a tunnel, those over http:// are sent to the proxy with the whole URL. The
// environment's proxy variables are ignored.
func WithProxy(url string) Option {
	return func(o *options) { C.cos_client_options_set_proxy(o.raw, o.text("proxy", url)) }
}

// WithUserAgent is text behind "libcos_err/VERSION " in User-Agent.
func WithUserAgent(suffix string) Option {
	return func(o *options) { C.cos_client_options_set_user_agent(o.raw, o.text("user_agent", suffix)) }
}

// WithCredentials has the keys that sign requests, which are sent unsigned without.
func WithCredentials(keys Credentials) Option {
	return func(o *options) {
		id, key := o.text("secret_id", keys.SecretID), o.text("secret_key", keys.SecretKey)
		var token *C.char
		if keys.Token != "" {
			token = o.text("token", keys.Token)
		}
		C.cos_client_options_set_credentials(o.raw, id, key, token)
	}
}

// WithCredentialsProvider has a function that gives the keys when a call needs
// them, again shortly before they expire, and once more if COS says that the token
// has expired. One goroutine at a time calls it, with the context of its call; its
// error is what that call's, ErrInvalidCredentials, wraps. nil: none.
func WithCredentialsProvider(provide func(context.Context) (Credentials, error)) Option {
	return func(o *options) {
		if provide == nil {
			return
		}
		o.callsBack, o.provides = true, true
		C.cos_go_set_provider(o.raw, C.uintptr_t(cgo.NewHandle(provide)))
	}
}

// WithLog has a function that hears what calls do, up to a level: a line an event,
// without secrets. Calls of several goroutines tell it at once. nil: none.
func WithLog(level LogLevel, log func(level LogLevel, line string)) Option {
	return func(o *options) {
		if log == nil {
			return
		}
		o.callsBack = true
		C.cos_go_set_log(o.raw, C.cos_log_level_t(level), C.uintptr_t(cgo.NewHandle(log)))
	}
}

// WithEnv sets credentials, region and endpoint from COS_SECRET_ID, COS_SECRET_KEY,
// COS_SESSION_TOKEN, COS_REGION and COS_ENDPOINT, those that are set.
func WithEnv() Option {
	return func(o *options) { C.cos_client_options_load_env(o.raw) }
}

// WithConnectTimeout limits resolving, connecting and the TLS handshake together.
// Default 5 s. Timeouts count milliseconds, rounded up.
func WithConnectTimeout(d time.Duration) Option {
	return func(o *options) { C.cos_client_options_set_connect_timeout_ms(o.raw, inMilliseconds(d)) }
}

// WithIOTimeout limits the time without a byte either way. Default 30 s.
func WithIOTimeout(d time.Duration) Option {
	return func(o *options) { C.cos_client_options_set_io_timeout_ms(o.raw, inMilliseconds(d)) }
}

// WithTotalTimeout limits a whole call, all its tries and waits. Default 60 s; no
// limit for a call that moves a file or uses a Reader or Writer. A context's
// deadline takes the place of the default, and goes before what is set here if it
// is earlier.
func WithTotalTimeout(d time.Duration) Option {
	return func(o *options) {
		o.total = d
		C.cos_client_options_set_total_timeout_ms(o.raw, inMilliseconds(d))
	}
}

// WithMaxConnections limits the connections that may be open at once, 1 to 65536.
// Default 64. As many calls, and at most 4096, hold a thread at once; further calls wait
// for one to end, each until its context or its total timeout ends.
func WithMaxConnections(number int) Option {
	return func(o *options) {
		o.connections = number
		C.cos_client_options_set_max_connections(o.raw, clamped(number))
	}
}

// WithMaxAttempts is the number of tries that a call may make in all, 1 to 20. Default 3.
func WithMaxAttempts(attempts int) Option {
	return func(o *options) { C.cos_client_options_set_max_attempts(o.raw, clamped(attempts)) }
}

// WithoutBackupDomain keeps to the hosts of myqcloud.com: one that cannot be
// reached is not tried under tencentcos.cn.
func WithoutBackupDomain() Option {
	return func(o *options) { C.cos_client_options_set_backup_domain(o.raw, 0) }
}
