// Package apitest drives the whole program through its HTTP door, on real stores: a SQLite file, objects on disk in OCFL
// form, a bleve index and the image engine. Every answer is held to the contract as well as to the scenario.
//
// All of it is test code; it may import everything and nothing imports it.
package apitest
