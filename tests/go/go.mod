module cos_err_cgo_check

go 1.19
