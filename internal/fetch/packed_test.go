package fetch

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/entente-observatory/entente"
)

// zipped packs files into an archive, in the order given: name, content, …
func zipped(pairs ...string) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(pairs); i += 2 {
		w, _ := z.Create(pairs[i])
		io.WriteString(w, pairs[i+1])
	}
	z.Close()
	return out.Bytes()
}

// TestArchive: several files come from one download of one archive, whatever
// the folder they have in it.
func TestArchive(t *testing.T) {
	archive := zipped("ATOP 5.1 (.csv)/atop5_1a.csv", "a\n", "ATOP 5.1 (.csv)/atop5_1m.csv", string(content), "../../evil.csv", "evil\n", "dir/", "")
	twice := gz(archive)
	for _, encoding := range []string{"", "gzip"} {
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if encoding != "" {
				w.Header().Set("Content-Encoding", encoding)
				w.Write(twice)
				return
			}
			whole(`"v1"`, archive)(w, r)
		})
		url := s.URL + "/atop_5.1__.csv_.zip"
		ds := dataset(
			entente.File{Name: "atop/atop5_1a.csv", URLs: []string{url}, Archive: "ATOP 5.1 (.csv)/atop5_1a.csv"},
			entente.File{Name: "atop/atop5_1m.csv", URLs: []string{url}, Archive: "atop5_1m.csv"},
			entente.File{Name: "atop/evil.csv", URLs: []string{url}, Archive: "evil.csv"},
		)
		f := fetcher(t)
		rs, err := f.Dataset(context.Background(), ds)
		if err != nil || len(rs) != 3 {
			t.Fatalf("%d files, %v", len(rs), err)
		}
		f.check(t, "atop/atop5_1a.csv", []byte("a\n"))
		f.check(t, "atop/atop5_1m.csv", content)
		f.check(t, "atop/evil.csv", []byte("evil\n")) // within raw, whatever it is called in the archive
		f.noParts(t)
		if len(s.requests) != 1 {
			t.Errorf("%d downloads of one archive", len(s.requests))
		}
		if rs[1].Held.Archive != "atop5_1m.csv" {
			t.Errorf("held %+v", rs[1].Held)
		}
	}
}

func TestArchiveRefused(t *testing.T) {
	bomb := zipped("a.csv", string(make([]byte, 64<<20)))
	var encrypted bytes.Buffer
	z := zip.NewWriter(&encrypted)
	w, _ := z.CreateRaw(&zip.FileHeader{Name: "a.csv", Flags: 1, CompressedSize64: 4, UncompressedSize64: 4})
	w.Write([]byte("abcd"))
	z.Close()
	var link bytes.Buffer
	z = zip.NewWriter(&link)
	h := &zip.FileHeader{Name: "a.csv"}
	h.SetMode(os.ModeSymlink | 0o777)
	w, _ = z.CreateHeader(h)
	io.WriteString(w, "/etc/passwd")
	z.Close()
	good := zipped("a.csv", string(content))
	for name, c := range map[string]struct {
		archive []byte
		want    string
	}{
		"bomb":      {bomb, "unpacks to more"},
		"encrypted": {encrypted.Bytes(), "encrypted"},
		"link":      {link.Bytes(), "link"},
		"no member": {zipped("b.csv", "b", "c.csv", "c"), `"b.csv" "c.csv"`},
		"two":       {zipped("x/a.csv", "x", "y/a.csv", "y"), "several"},
		"empty":     {zipped(), "empty zip"},
		"cut":       {good[:len(good)/2], "cut short"},
		"flipped":   {flipped(good, 5000), "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, whole("", c.archive))
			f := fetcher(t)
			_, err := fetchOne(f, entente.File{Name: "a.csv", URLs: []string{s.URL}, Archive: "a.csv"})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v does not say %q", err, c.want)
			}
			f.noParts(t)
			if _, err := os.Stat(f.path("a.csv")); err == nil {
				t.Error("the file was put in place")
			}
		})
	}
}

// TestGzip: a gzipped file is kept as it came, its hash is that of the
// content, and only one form of it is there.
func TestGzip(t *testing.T) {
	body, encoding := gz(content), "gzip"
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", encoding)
		w.Write(body)
	})
	f := fetcher(t)
	file := entente.File{Name: "a.csv", URLs: []string{s.URL}, SHA256: hexSum(content)}
	for _, step := range []struct {
		encoding, stored, other string
		body                    []byte
	}{
		{"gzip", "a.csv.gz", "a.csv", gz(content)},
		{"", "a.csv", "a.csv.gz", content},
		{"", "a.csv.gz", "a.csv", gz(content)}, // a file that its producer packed
	} {
		os.Remove(f.path("a.csv.json"))
		os.Remove(f.path("a.csv.gz"))
		os.WriteFile(f.path("a.csv"), []byte("older"), 0o644)
		body, encoding = step.body, step.encoding
		r, err := fetchOne(f, file)
		if err != nil {
			t.Fatal(err)
		}
		f.check(t, step.stored, step.body)
		if _, err := os.Stat(f.path(step.other)); err == nil {
			t.Errorf("both %s and %s are there", step.stored, step.other)
		}
		if r.Held.Stored != step.stored || r.Held.SHA256 != file.SHA256 || r.Held.StoredSHA256 != hexSum(step.body) {
			t.Errorf("held %+v", r.Held)
		}
		if h, err := Hold(os.DirFS(f.Raw), file); err != nil || h != r.Held {
			t.Errorf("Hold: %+v, %v", h, err)
		}
	}
}

// TestFromDir takes files in every form, and tells of the one that is not
// there.
func TestFromDir(t *testing.T) {
	dir := fstest.MapFS{
		"v/plain.csv":        {Data: content},
		"v/packed.csv.gz":    {Data: gz(content)},
		"v/zipped.csv.zip":   {Data: zipped("x/zipped.csv", string(content))},
		"v/producer's.zip":   {Data: zipped("x/member.csv", string(content))},
		"v/book.xlsx":        {Data: zipped("[Content_Types].xml", "x")},
		"v/page.csv":         {Data: []byte("<!doctype html>")},
		"v/edition.csv":      {Data: content[1:]},
		"v/utf16.csv":        {Data: []byte("\xff\xfea\x00")},
		"v/folder.csv/x.csv": {Data: content},
		"v/kept.zip":         {Data: zipped("all/bundled.csv", string(content))},
	}
	url := []string{"https://producer.example/v/producer's.zip"}
	ds := dataset(
		entente.File{Name: "v/plain.csv"}, entente.File{Name: "v/packed.csv", SHA256: hexSum(content)}, entente.File{Name: "v/zipped.csv"},
		entente.File{Name: "v/named.csv", URLs: url, Archive: "member.csv"}, entente.File{Name: "v/book.xlsx"}, entente.File{Name: "v/utf16.csv"},
		entente.File{Name: "v/bundled.csv", Bundle: "v/kept.zip"}, entente.File{Name: "v/unbundled.csv", Bundle: "v/kept.zip", Optional: true},
		entente.File{Name: "v/none.csv", Optional: true},
		entente.File{Name: "v/page.csv"}, entente.File{Name: "v/edition.csv", SHA256: hexSum(content)}, entente.File{Name: "v/missing.csv"},
		entente.File{Name: "v/folder.csv"},
	)
	f := fetcher(t)
	for round := range 2 {
		rs, err := f.FromDir(context.Background(), dir, ds)
		if len(rs) != 9 {
			t.Fatalf("%d results, %v", len(rs), err)
		}
		for _, want := range []string{"web page", "wrong checksum", "v/missing.csv", "folder.csv is not a plain file"} {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("error does not say %q: %v", want, err)
			}
		}
		for i, stored := range []string{"v/plain.csv", "v/packed.csv.gz", "v/zipped.csv", "v/named.csv", "v/book.xlsx", "v/utf16.csv", "v/bundled.csv"} {
			r := rs[i]
			if r.Held.Stored != stored || r.Outcome != []Outcome{Fetched, Unchanged}[round] || i < 4 && r.Held.SHA256 != hexSum(content) {
				t.Errorf("round %d: %+v", round, r)
			}
			if h, err := Hold(os.DirFS(f.Raw), ds.Files[i]); err != nil || h != r.Held {
				t.Errorf("Hold: %+v, %v", h, err)
			}
		}
		for _, r := range rs[7:] {
			if r.Outcome != Absent {
				t.Errorf("optional and missing: %+v", r)
			}
		}
		f.noParts(t)
	}
	// What is held stays, though the folder lacks it.
	r, err := f.FromDir(context.Background(), fstest.MapFS{}, dataset(entente.File{Name: "v/plain.csv"}))
	if err != nil || r[0].Outcome != Unchanged {
		t.Errorf("held and not in the folder: %+v %v", r, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := f.FromDir(ctx, dir, ds); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

// TestHold tells of every way in which a file and its note may differ.
func TestHold(t *testing.T) {
	file := entente.File{Name: "a.csv"}
	f := fetcher(t)
	raw := os.DirFS(f.Raw)
	if _, err := Hold(raw, file); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("nothing there: %v", err)
	}
	if _, err := f.FromDir(context.Background(), fstest.MapFS{"a.csv": {Data: content}}, dataset(file)); err != nil {
		t.Fatal(err)
	}
	for what, damage := range map[string]func(){
		"changed":      func() { os.WriteFile(f.path("a.csv"), flipped(content, 9), 0o644) },
		"note damaged": func() { os.WriteFile(f.path("a.csv.json"), []byte("{"), 0o644) },
		"other form": func() {
			os.WriteFile(f.path("a.csv.gz"), gz(content), 0o644)
			os.Remove(f.path("a.csv"))
		},
	} {
		if _, err := f.FromDir(context.Background(), fstest.MapFS{"a.csv": {Data: content}}, dataset(file)); err != nil {
			t.Fatal(err)
		}
		damage()
		if _, err := Hold(raw, file); err == nil || !strings.Contains(err.Error(), "fetch") {
			t.Errorf("%s: error %v does not say what to do", what, err)
		}
	}
	os.WriteFile(f.path("a.csv"), content, 0o644)
	os.Remove(f.path("a.csv.json"))
	if h, err := Hold(raw, file); err != nil || h.SHA256 != hexSum(content) || h.Bytes != int64(len(content)) {
		t.Errorf("without a note: %+v, %v", h, err)
	}
}

// FuzzPacked opens any bytes in any role: an error or content, never a panic.
func FuzzPacked(f *testing.F) {
	for _, seed := range [][]byte{content[:99], gz(content[:99]), zipped("a.csv", "x"), zipped("d/a.csv", "x", "a.csv", "y"), []byte("<html>"), nil} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, b []byte, archive bool) {
		file := entente.File{Name: "d/a.csv"}
		if archive {
			file.Archive = "a.csv"
		}
		p := &packed{"p", bytes.NewReader(b), int64(len(b)), io.NopCloser(nil)}
		r, _, err := p.open(file)
		if err != nil {
			return
		}
		defer r.Close()
		n, err := io.Copy(io.Discard, &capped{r: r, max: 1 << 20, packed: p.size})
		if err == nil && n > 1<<20 {
			t.Errorf("%d bytes came through a cap of 1 MiB", n)
		}
	})
}
