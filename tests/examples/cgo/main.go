// A Go program that calls the C library by cgo and pkg-config alone. Copy this folder:
//
//	export PKG_CONFIG_PATH=PREFIX/lib/pkgconfig
//	go build                  # the shared library: LD_LIBRARY_PATH=PREFIX/lib
//	go build -tags static     # the library is in the program
//
// Reads the status line, headers and body of a failed response, as `curl -i` prints them,
// and prints what the failure is.
package main

// #cgo !static pkg-config: cos_err
// #cgo static pkg-config: cos_err-static
// #include <cos_err.h>
// #include <stdlib.h>
import "C"

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"unsafe"
)

// explain returns one line about a failed response and what to do, or "" for a success.
func explain(method, url string, response []byte) string {
	head, body := response, []byte(nil)
	if end := bytes.Index(response, []byte("\r\n\r\n")); end >= 0 {
		head, body = response[:end+4], response[end+4:]
	}
	// What a struct of C points to must be memory of C.
	exchange := C.cos_exchange_t{struct_size: C.sizeof_cos_exchange_t}
	exchange.method, exchange.url = C.CString(method), C.CString(url)
	exchange.raw_headers, exchange.raw_headers_len = (*C.char)(C.CBytes(head)), C.size_t(len(head))
	exchange.body, exchange.body_len = C.CBytes(body), C.size_t(len(body))
	english := C.CString("en")
	defer func() {
		C.free(unsafe.Pointer(exchange.method))
		C.free(unsafe.Pointer(exchange.url))
		C.free(unsafe.Pointer(exchange.raw_headers))
		C.free(exchange.body)
		C.free(unsafe.Pointer(english))
	}()
	failure := C.cos_error_from_response(&exchange)
	if failure == nil {
		return ""
	}
	// The error owns every string that is read from it.
	defer C.cos_error_free(failure)
	return C.GoString(C.cos_error_text(failure)) + "\n" + C.GoString(C.cos_error_advice(failure, english))
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: curl -i URL | cos_err_cgo METHOD URL")
		os.Exit(2)
	}
	response, err := io.ReadAll(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if failure := explain(os.Args[1], os.Args[2], response); failure != "" {
		fmt.Println(failure)
		os.Exit(1)
	}
	fmt.Println("success")
}
