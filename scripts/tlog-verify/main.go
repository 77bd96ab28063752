// Command tlog-verify looks at a Hikae from outside: it shares no code with it. What it knows of signed notes, of trees and of
// tiles comes from golang.org/x/mod/sumdb, the library with which every Go program checks Go's own log of modules.
//
//	tlog-verify -key FILE [-since CHECKPOINT]... [-receipt FILE]... URL
//
// It checks the signature of URL/checkpoint, builds the root anew from all leaf hashes in URL/tile, compares every tile above them,
// checks that the log grew out of each earlier checkpoint, and that each receipt's leaf stands where the receipt says.
package main

import (
	"encoding/base64"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// The height that C2SP's tlog-tiles fixes.
const height = 8

// A list of files on the command line.
type files []string

func (f *files) String() string { return strings.Join(*f, " ") }

func (f *files) Set(name string) error {
	*f = append(*f, name)
	return nil
}

func main() {
	var earlier, receipts files
	key := flag.String("key", "", "the verifier key: the line at URL/key, kept from before")
	flag.Var(&earlier, "since", "an earlier `checkpoint` that the log must have grown out of")
	flag.Var(&receipts, "receipt", "a receipt `file` (.tlog-proof)")
	flag.Parse()
	if *key == "" || flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := verify(strings.TrimSuffix(flag.Arg(0), "/"), *key, earlier, receipts); err != nil {
		fmt.Fprintln(os.Stderr, "tlog-verify:", err)
		os.Exit(1)
	}
}

func verify(url, keyFile string, earlier, receipts files) error {
	keys, err := readKeys(keyFile)
	if err != nil {
		return err
	}
	text, err := get(url + "/checkpoint")
	if err != nil {
		return err
	}
	tree, err := openCheckpoint(text, keys)
	if err != nil {
		return fmt.Errorf("%s/checkpoint: %w", url, err)
	}
	fmt.Printf("signed: %d entries, root %s\n", tree.N, tree.Hash)
	if err := rebuild(url, tree); err != nil {
		return err
	}
	fmt.Printf("rebuilt: the same root from the %d leaf hashes below %s/tile\n", tree.N, url)
	for _, name := range earlier {
		if err := grewOutOf(url, name, tree, keys); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	for _, name := range receipts {
		if err := included(name, keys); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// A keyring holds the keys of a log. Behind a retired one stands the largest size of the log that it can have signed.
type keyring struct {
	note.Verifiers
	until map[uint32]int64
}

func readKeys(name string) (keyring, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return keyring{}, err
	}
	var keys []note.Verifier
	until := make(map[uint32]int64)
	for _, line := range strings.Split(string(text), "\n") {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		key, err := note.NewVerifier(fields[0])
		if err != nil {
			return keyring{}, fmt.Errorf("%s: %w", name, err)
		}
		if len(fields) > 1 {
			if until[key.KeyHash()], err = strconv.ParseInt(fields[1], 10, 64); err != nil {
				return keyring{}, fmt.Errorf("%s: %w", name, err)
			}
		}
		keys = append(keys, key)
	}
	return keyring{note.VerifierList(keys...), until}, nil
}

// vouched says whether any key has signed that was not retired before the log was so large.
func (keys keyring) vouched(signed *note.Note, size int64) bool {
	for _, sig := range signed.Sigs {
		if until, retired := keys.until[sig.Hash]; !retired || size <= until {
			return true
		}
	}
	return false
}

// openCheckpoint checks the signature and reads the tree: origin, size, root.
func openCheckpoint(text []byte, keys keyring) (tlog.Tree, error) {
	signed, err := note.Open(text, keys)
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(signed.Text, "\n")
	if len(lines) < 4 || lines[0] != signed.Sigs[0].Name {
		return tlog.Tree{}, errors.New("not a checkpoint of the log that this key names")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	if !keys.vouched(signed, size) {
		return tlog.Tree{}, errors.New("signed only with a key that was retired before")
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// rebuild computes the root from the leaf hashes alone, and compares every tile above them with what they give.
func rebuild(url string, tree tlog.Tree) error {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			found[i] = stored[index]
		}
		return found, nil
	})
	tiles := tilesOf(tree.N)
	for _, tile := range tiles {
		if tile.L != 0 {
			continue
		}
		data, err := getTile(url, tile)
		if err != nil {
			return err
		}
		for w := 0; w < tile.W; w++ {
			var leaf tlog.Hash
			copy(leaf[:], data[w*tlog.HashSize:])
			hashes, err := tlog.StoredHashesForRecordHash(tile.N<<height+int64(w), leaf, reader)
			if err != nil {
				return err
			}
			stored = append(stored, hashes...)
		}
	}
	root, err := tlog.TreeHash(tree.N, reader)
	if err != nil {
		return err
	}
	if tree.N > 0 && root != tree.Hash {
		return fmt.Errorf("the leaf hashes give the root %s", root)
	}
	for _, tile := range tiles {
		data, err := getTile(url, tile)
		if err != nil {
			return err
		}
		expected, err := tlog.ReadTileData(tile, reader)
		if err != nil {
			return err
		}
		if string(data) != string(expected) {
			return fmt.Errorf("the tile %s is not what the leaf hashes give", path(tile))
		}
	}
	return nil
}

// tilesOf lists the tiles of a tree of that size, the lowest level first: the full ones, and of each level the one at the edge.
func tilesOf(size int64) []tlog.Tile {
	var tiles []tlog.Tile
	for level := 0; size>>(height*level) > 0; level++ {
		hashes := size >> (height * level)
		for n := int64(0); n<<height < hashes; n++ {
			width := hashes - n<<height
			if width > 1<<height {
				width = 1 << height
			}
			tiles = append(tiles, tlog.Tile{H: height, L: level, N: n, W: int(width)})
		}
	}
	return tiles
}

// grewOutOf proves that the tree began as the one of that checkpoint, from authenticated tiles, as a light client does.
func grewOutOf(url, name string, tree tlog.Tree, keys keyring) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	before, err := openCheckpoint(text, keys)
	if err != nil {
		return err
	}
	if before.N > 0 {
		proof, err := tlog.ProveTree(tree.N, before.N, tlog.TileHashReader(tree, tiles(url)))
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, before.N, before.Hash); err != nil {
			return err
		}
	}
	fmt.Printf("consistent: %d entries grew out of %d\n", tree.N, before.N)
	return nil
}

// included checks a receipt: C2SP's tlog-proof, whose extra data are the leaf itself.
func included(name string, keys keyring) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	head, checkpoint, found := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" ||
		!strings.HasPrefix(lines[1], "extra ") || !strings.HasPrefix(lines[2], "index ") {
		return errors.New("not a receipt")
	}
	leaf, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return err
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	tree, err := openCheckpoint([]byte(checkpoint), keys)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(leaf)); err != nil {
		return err
	}
	fmt.Printf("included: entry %d of %d is %s\n", index, tree.N, leaf)
	return nil
}

// tiles fetches what tlog asks for. tlog itself compares each tile with the root.
type tiles string

func (tiles) Height() int { return height }

func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (url tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		data, err := getTile(string(url), tile)
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

// path is the tile's place as tlog-tiles writes it: without the height.
func path(tile tlog.Tile) string {
	return strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
}

func getTile(url string, tile tlog.Tile) ([]byte, error) {
	data, err := get(url + "/" + path(tile))
	if err == nil && len(data) != tile.W*tlog.HashSize {
		err = fmt.Errorf("the tile %s has %d bytes", path(tile), len(data))
	}
	return data, err
}

func get(url string) ([]byte, error) {
	answer, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", url, answer.Status)
	}
	return io.ReadAll(answer.Body)
}
