//go:build cgo

package cos

import (
	"errors"
	"net/http"
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

// ErrorOf returns this package's error for an error of cos-go-sdk-v5 or net/http: a *[ServiceError]
// or *[ClientError], or nil for nil. With [Transport], it is that of the whole response.
// Without, it is made of what the SDK kept, and Lost says which fields the SDK lost. An error of
// this package in err is returned as it is. Pass the response too if there is one, because some
// errors of the SDK do not have it.
func ErrorOf(err error, resp ...*http.Response) error {
	if err == nil {
		return nil
	}
	k := &kept{message: err.Error(), cause: err}
	var found *http.Response
	for at := err; at != nil && found == nil; at = inner(at) {
		switch at.(type) {
		case *ServiceError, *ClientError:
			return at
		}
		found = k.read(at)
	}
	for _, each := range resp {
		if found == nil && each != nil {
			found, k.message = each, ""
		}
	}
	if found != nil {
		if r, ok := found.Body.(*recorder); ok && r.hasBegun() {
			if whole := FromResponse(found); whole != nil {
				return whole
			}
		}
		k.take(found)
	}
	return k.err()
}

// IsNotFound reports whether err means that COS itself responded with 404. It accepts what
// [ErrorOf] accepts. The page of a gateway does not count.
func IsNotFound(err error) bool {
	var service *ServiceError
	return errors.As(ErrorOf(err), &service) && service.Status == http.StatusNotFound && service.Responder != ResponderOther
}

// inner returns the error inside of another one. The SDK has a list of the errors of all attempts,
// of which the last one counts.
func inner(err error) error {
	if next := errors.Unwrap(err); next != nil {
		return next
	}
	list, ok := field(err, "Errs").([]error)
	if !ok || len(list) == 0 {
		return nil
	}
	return list[len(list)-1]
}

// field returns an exported field of an error that is a struct or points to one; nil if it has none.
func field(err error, name string) any {
	value := reflect.ValueOf(err)
	if value.Kind() == reflect.Pointer {
		value = value.Elem()
	}
	if value.Kind() != reflect.Struct {
		return nil
	}
	if found := value.FieldByName(name); found.IsValid() && found.CanInterface() {
		return found.Interface()
	}
	return nil
}

// A body as the SDK prints that of a 200 that reports an error: the numbers of its bytes.
var printed = regexp.MustCompile(`body contains an error, \[([0-9 ]+)\]`)

// read takes the fields of the SDK's *ErrorResponse, and returns its response.
func (k *kept) read(err error) *http.Response {
	resp, _ := field(err, "Response").(*http.Response)
	if resp != nil {
		k.message = ""
		for name, to := range map[string]*string{
			"Code": &k.code, "Message": &k.message, "Resource": &k.resource, "RequestID": &k.requestID, "TraceID": &k.traceID,
		} {
			if text, ok := field(err, name).(string); ok {
				*to = text
			}
		}
	} else if found := printed.FindStringSubmatch(err.Error()); found != nil {
		k.status, k.message, k.body = http.StatusOK, "", nil
		for _, number := range strings.Fields(found[1]) {
			if b, err := strconv.ParseUint(number, 10, 8); err == nil {
				k.body = append(k.body, byte(b))
			}
		}
	}
	return resp
}
