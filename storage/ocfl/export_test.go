package ocfl

// Sidecar lets tests forge an inventory whose digest is right.
var Sidecar = sidecar
