//go:build cos_err_static

package cos

// The archive is named first, so that the shared library of the same name, which
// pkg-config lists too, is not needed any more and is left out.

// #cgo LDFLAGS: -Wl,--as-needed
// #cgo pkg-config: --static cos_err
// #cgo LDFLAGS: -l:libcos_err.a
import "C"
