module example.com/cos_err_cgo

go 1.19
