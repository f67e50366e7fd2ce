//go:build engine

// Package engine pins the module that the Pulumi CLI is built from; nothing here is compiled.
package engine

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
