package source

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"hash"
	"io"

	"golang.org/x/text/encoding/unicode"
)

// ahead reads in the background, so that unpacking and parsing share two
// cores, and takes the checksum of the unpacked bytes on the way.
type ahead struct {
	blocks chan block
	free   chan []byte
	stop   chan struct{}
	now    block
	rest   []byte
	sum    hash.Hash // settled once Read has given io.EOF
	n      int64
}

// The blocks that are read ahead, at most.
const depth, blockSize = 4, 256 << 10

type block struct {
	buf []byte
	n   int
	err error
}

func readAhead(r io.Reader) *ahead {
	a := &ahead{
		blocks: make(chan block, depth),
		free:   make(chan []byte, depth),
		stop:   make(chan struct{}),
		sum:    sha256.New(),
	}
	// Most files are small: the first block is, and the others wait for need.
	a.free <- make([]byte, blockSize/16)
	for range depth - 1 {
		a.free <- nil
	}
	go a.run(r)
	return a
}

func (a *ahead) run(r io.Reader) {
	defer close(a.blocks)
	for {
		var b block
		select {
		case b.buf = <-a.free:
		case <-a.stop:
			return
		}
		if b.buf == nil {
			b.buf = make([]byte, blockSize)
		}
		for b.n < len(b.buf) && b.err == nil {
			var n int
			n, b.err = r.Read(b.buf[b.n:])
			b.n += n
		}
		a.sum.Write(b.buf[:b.n])
		a.n += int64(b.n)
		select {
		case a.blocks <- b:
		case <-a.stop:
			return
		}
		if b.err != nil {
			return
		}
	}
}

func (a *ahead) Read(p []byte) (int, error) {
	for len(a.rest) == 0 {
		if a.now.err != nil {
			return 0, a.now.err
		}
		if a.now.buf != nil {
			a.free <- a.now.buf
		}
		var ok bool
		if a.now, ok = <-a.blocks; !ok {
			return 0, io.ErrClosedPipe
		}
		a.rest = a.now.buf[:a.now.n]
	}
	n := copy(p, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}

// close stops the background reading and waits for its end, after which the
// file may be closed.
func (a *ahead) close() {
	close(a.stop)
	for range a.blocks {
	}
}

// errWebPage and errBinary tell of files that are no table at all.
var (
	errWebPage = errors.New("this is a web page, not data")
	errBinary  = errors.New("this is not a text file")
)

// decoded gives the text as UTF-8 without its byte order mark, and names the
// encoding that the mark declares. Windows-1252 has no mark: it shows only
// where a cell is no UTF-8, and is undone there.
func decoded(r io.Reader) (io.Reader, string, error) {
	in := bufio.NewReader(r)
	encoding := "UTF-8"
	head, err := in.Peek(3)
	if err != nil && err != io.EOF {
		return nil, "", err
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		in.Discard(3)
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		encoding = "UTF-16"
		in = bufio.NewReader(unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Reader(in))
	}
	head, err = in.Peek(512)
	if err != nil && err != io.EOF {
		return nil, "", err
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return nil, "", errBinary
	}
	head = bytes.TrimLeft(head, " \t\r\n")
	if len(head) > 0 && head[0] == '<' {
		return nil, "", errWebPage
	}
	return in, encoding, nil
}
