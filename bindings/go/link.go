//go:build !cos_err_static

package cos

// #cgo pkg-config: cos_err
import "C"
