// Reads an answer through libcos_err and prints what every accessor says of its error.
package main

// #cgo pkg-config: cos_err
// #include <stdlib.h>
// #include <cos_err.h>
import "C"

import (
	"fmt"
	"unsafe"
)

func show(name string, value any) {
	if text, is := value.(*C.char); is {
		value = C.GoString(text)
	}
	fmt.Println("cos_error_"+name, value)
}

func main() {
	head, english, server := C.CString("HEAD"), C.CString("en"), C.CString("Server")
	url := C.CString("https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/")
	var exchange C.cos_exchange_t
	exchange.struct_size = C.size_t(unsafe.Sizeof(exchange))
	exchange.method, exchange.url, exchange.status = head, url, 404
	e := C.cos_error_from_response(&exchange)

	show("code", C.cos_error_code(e))
	show("message", C.cos_error_message(e))
	show("resource", C.cos_error_resource(e))
	show("request_id", C.cos_error_request_id(e))
	show("trace_id", C.cos_error_trace_id(e))
	show("origin_xml", C.cos_error_origin_xml(e))
	show("method", C.cos_error_method(e))
	show("url", C.cos_error_url(e))
	show("operation", C.cos_error_operation(e))
	show("region_hint", C.cos_error_region_hint(e))
	show("endpoint_hint", C.cos_error_endpoint_hint(e))
	show("doc_url", C.cos_error_doc_url(e))
	show("diagnose_url", C.cos_error_diagnose_url(e))
	show("diagnose_steps", C.cos_error_diagnose_steps(e, nil))
	show("json", C.cos_error_json(e))
	show("text", C.cos_error_text(e))
	show("kind", C.cos_error_kind(e))
	show("reason", C.cos_error_reason(e))
	show("status", C.cos_error_status(e))
	show("code_source", C.cos_error_code_source(e))
	show("responder", C.cos_error_responder(e))
	show("retry", C.cos_error_retry(e))
	show("request_sent", C.cos_error_request_sent(e))
	show("origin_truncated", C.cos_error_origin_truncated(e))
	show("lost", C.cos_error_lost(e))
	show("os_errno", C.cos_error_os_errno(e))
	show("retry_after_ms", C.cos_error_retry_after_ms(e))
	show("clock_skew_s", C.cos_error_clock_skew_s(e))
	show("header_count", C.cos_error_header_count(e))
	show("detail_count", C.cos_error_detail_count(e))
	show("part_count", C.cos_error_part_count(e))
	show("attempt_count", C.cos_error_attempt_count(e))
	show("cause_count", C.cos_error_cause_count(e))
	show("advice", C.cos_error_advice(e, english))
	show("header", C.cos_error_header(e, server))
	show("header_name", C.cos_error_header_name(e, 0))
	show("header_value", C.cos_error_header_value(e, 0))
	show("detail", C.cos_error_detail(e, server))
	show("detail_name", C.cos_error_detail_name(e, 0))
	show("detail_value", C.cos_error_detail_value(e, 0))
	show("cause", C.cos_error_cause(e, 0))
	var length C.size_t
	show("origin_body", C.GoBytes(C.cos_error_origin_body(e, &length), C.int(length)))
	part := C.cos_error_part_t{struct_size: C.sizeof_cos_error_part_t}
	show("part", C.cos_error_part(e, 0, &part))
	attempt := C.cos_attempt_t{struct_size: C.sizeof_cos_attempt_t}
	show("attempt", C.cos_error_attempt(e, 0, &attempt))
	fields := C.cos_error_fields_t{struct_size: C.sizeof_cos_error_fields_t}
	show("fields", C.cos_error_fields(e, &fields))
	show("strings", C.cos_error_strings(e, nil, 0))

	C.cos_error_free(e)
	for _, text := range []*C.char{head, english, server, url} {
		C.free(unsafe.Pointer(text))
	}
}
