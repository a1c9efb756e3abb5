# A short index for developers; everything is a plain go command.
.PHONY: build test check bench eval
build: ; go build ./cmd/readout
test:  ; go test ./...
check: ; .ci/run
bench: ; go test -run '^$$' -bench . ./...
eval:  ; go run ./cmd/readout eval gold $(or $(READOUT_DATA),../shared)/gold/dev
