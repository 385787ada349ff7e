package cos

// #include "glue.h"
import "C"

import (
	"context"
	"runtime/cgo"
	"time"
)

// The default of the connections that a client may open at once.
const defaultConnections = 64

// Option configures a client. NewClient reports an invalid value by name.
type Option func(*options)

type options struct {
	checked
	raw       *C.cos_client_options_t
	total     time.Duration // what WithTotalTimeout said; 0: nothing
	callsBack bool          // whether calls need to be known to a provider or log
	provides  bool          // whether there is a provider

	connections int
	strays      *strays
}

// provided and logged are the functions of a client.
type provided struct {
	provide func(context.Context) (Credentials, error)
	strays  *strays
}

type logged struct {
	log    func(level LogLevel, line string)
	strays *strays
}

// Credentials sign requests.
type Credentials struct {
	SecretID, SecretKey string
	// Token belongs to temporary credentials; "" for permanent ones.
	Token string
	// Expires is until when they are valid; the zero time means that they do not expire. It is
	// used for the credentials of a provider only.
	Expires time.Time
}

// String returns a text without secrets, also for %+v.
func (keys Credentials) String() string { return "cos.Credentials{...}" }

// GoString returns the text for %#v.
func (keys Credentials) GoString() string { return keys.String() }

// WithRegion sets the region of the buckets, such as "ap-guangzhou", or "accelerate".
func WithRegion(region string) Option {
	return func(o *options) { C.cos_client_options_set_region(o.raw, o.text("region", region)) }
}

// WithEndpoint sets scheme and host of requests, in which {bucket} and {region} are replaced.
// The default is "https://{bucket}.cos.{region}.myqcloud.com". A host of COS must begin with
// "{bucket}.": NewClient rejects one that contains a bucket's name, or none.
func WithEndpoint(endpoint string) Option {
	return func(o *options) { C.cos_client_options_set_endpoint(o.raw, o.text("endpoint", endpoint)) }
}

// WithConnectTo connects to this "host:port" instead of the endpoint's address; Host, TLS
// server name and signature remain those of the endpoint. It is for tests and private links.
func WithConnectTo(address string) Option {
	return func(o *options) { C.cos_client_options_set_connect_to(o.raw, o.text("connect_to", address)) }
}

// WithCAFile sets a PEM file of CA certificates to trust in addition to the roots of the
// system.
func WithCAFile(path string) Option {
	return func(o *options) { C.cos_client_options_set_ca_file(o.raw, o.text("ca_file", path)) }
}

// WithProxy sets an HTTP proxy, "http://[user:password@]host:port". Requests over https:// go
// through a tunnel, those over http:// are sent to the proxy with the whole URL. The
// environment's proxy variables are ignored.
func WithProxy(url string) Option {
	return func(o *options) { C.cos_client_options_set_proxy(o.raw, o.text("proxy", url)) }
}

// WithUserAgent sets the text that follows "libcos_err/VERSION " in User-Agent.
func WithUserAgent(suffix string) Option {
	return func(o *options) { C.cos_client_options_set_user_agent(o.raw, o.text("user_agent", suffix)) }
}

// WithCredentials sets the credentials that sign requests. Without them, requests are sent
// unsigned.
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

// WithCredentialsProvider sets a function that returns the credentials when a call needs them,
// again shortly before they expire, and once more if COS reports the token as expired. One
// goroutine at a time calls it, with the context of its call; on threads of the library, which help
// UploadFile and DownloadFile, it receives context.Background(). The ErrInvalidCredentials of that
// call wraps an error that it returns. nil removes the provider.
func WithCredentialsProvider(provide func(context.Context) (Credentials, error)) Option {
	return func(o *options) {
		if provide == nil {
			return
		}
		o.callsBack, o.provides = true, true
		C.cos_go_set_provider(o.raw, C.uintptr_t(cgo.NewHandle(&provided{provide, o.strays})))
	}
}

// WithLog sets a function that receives the events of calls up to a level, one line per event,
// without secrets. Calls of several goroutines may call it at once. nil disables logging.
func WithLog(level LogLevel, log func(level LogLevel, line string)) Option {
	return func(o *options) {
		if log == nil {
			return
		}
		o.callsBack = true
		C.cos_go_set_log(o.raw, C.cos_log_level_t(level), C.uintptr_t(cgo.NewHandle(&logged{log, o.strays})))
	}
}

// WithEnv sets credentials, region and endpoint from COS_SECRET_ID, COS_SECRET_KEY,
// COS_SESSION_TOKEN, COS_REGION and COS_ENDPOINT, as far as they are set.
func WithEnv() Option {
	return func(o *options) { C.cos_client_options_load_env(o.raw) }
}

// WithConnectTimeout limits name resolution, connecting and the TLS handshake together. The
// default is 5 s. Timeouts are rounded up to milliseconds.
func WithConnectTimeout(d time.Duration) Option {
	return func(o *options) { C.cos_client_options_set_connect_timeout_ms(o.raw, inMilliseconds(d)) }
}

// WithIOTimeout limits the time without a byte in either direction. The default is 30 s.
func WithIOTimeout(d time.Duration) Option {
	return func(o *options) { C.cos_client_options_set_io_timeout_ms(o.raw, inMilliseconds(d)) }
}

// WithTotalTimeout limits a whole call with all its attempts and waits. The default is 60 s; a
// call that transfers a file or uses a Reader or Writer has no limit by default. A context's
// deadline replaces the default, and takes precedence over this limit if it is earlier.
func WithTotalTimeout(d time.Duration) Option {
	return func(o *options) {
		o.total = d
		C.cos_client_options_set_total_timeout_ms(o.raw, inMilliseconds(d))
	}
}

// WithMaxConnections limits the connections that may be in use at once, 1 to 65536. The default
// is 64. As many calls, and at most 4096, hold a thread at once; further calls wait for one to
// end, each until its context or its total timeout ends.
func WithMaxConnections(number int) Option {
	return func(o *options) {
		o.connections = number
		C.cos_client_options_set_max_connections(o.raw, clamped(number))
	}
}

// WithMaxAttempts limits the attempts of a call, 1 to 20. The default is 3.
func WithMaxAttempts(attempts int) Option {
	return func(o *options) { C.cos_client_options_set_max_attempts(o.raw, clamped(attempts)) }
}

// WithoutBackupDomain disables the backup domain tencentcos.cn, which is used once if a host of
// myqcloud.com cannot be reached.
func WithoutBackupDomain() Option {
	return func(o *options) { C.cos_client_options_set_backup_domain(o.raw, 0) }
}
