package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// How often progress is told where there is no terminal to draw a bar on.
const progressEvery = 5 * time.Second

// A bar that would be gone at once is not drawn at all.
const progressAfter = time.Second

// A progress tells how far a run has come, its rate and the time left. It
// counts in bytes of input: the number of articles in a JSONL file is not known
// before it is read. A nil progress tells nothing.
type progress struct {
	w     io.Writer
	bar   *progressbar.ProgressBar // nil: plain lines
	total int64                    // bytes of all inputs, 0 where unknown
	start time.Time
	said  time.Time

	articles int
	done     int64

	mu    sync.Mutex
	taken []int64 // bytes of each article that was taken and is not done, in order
}

// newProgress makes a progress that draws a bar on w, or prints plain lines.
func newProgress(w io.Writer, bar bool, total int64) *progress {
	now := time.Now()
	p := &progress{w: w, total: total, start: now, said: now}
	if bar {
		if total == 0 {
			total = -1
		}
		p.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(w), progressbar.OptionShowBytes(true),
			progressbar.OptionSetPredictTime(true), progressbar.OptionSetWidth(24), progressbar.OptionSetTheme(progressbar.ThemeASCII),
			progressbar.OptionThrottle(200*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSetRenderBlankState(false))
	}
	return p
}

// take notes that the next article of the input has so many bytes.
func (p *progress) take(bytes int64) {
	if p == nil {
		return
	}
	p.mu.Lock()
	p.taken = append(p.taken, bytes)
	p.mu.Unlock()
}

// finished notes that the earliest article taken and not yet done is done.
func (p *progress) finished() {
	if p == nil {
		return
	}
	p.mu.Lock()
	var bytes int64
	if len(p.taken) > 0 {
		bytes, p.taken = p.taken[0], p.taken[1:]
	}
	p.mu.Unlock()
	p.articles++
	p.done += bytes
	now := time.Now()
	switch {
	case now.Sub(p.start) < progressAfter:
	case p.bar != nil:
		p.bar.Describe(p.rate(now))
		_ = p.bar.Set64(p.done)
	case now.Sub(p.said) >= progressEvery:
		p.said = now
		fmt.Fprintf(p.w, "readout: %s\n", p.line(now))
	}
}

// rate is the count of articles and their number a second.
func (p *progress) rate(now time.Time) string {
	return fmt.Sprintf("%s, %.1f a second", count(p.articles, "article"), float64(p.articles)/now.Sub(p.start).Seconds())
}

// line is the state of the run in words.
func (p *progress) line(now time.Time) string {
	s := p.rate(now)
	if p.total > 0 && p.done > 0 {
		share := min(1, float64(p.done)/float64(p.total))
		left := time.Duration(float64(now.Sub(p.start)) * (1 - share) / share)
		s += fmt.Sprintf(", %.0f %% of %s, %s left", 100*share, byteSize(p.total), left.Round(time.Second))
	}
	return s
}

// clear takes the bar off the screen.
func (p *progress) clear() {
	if p != nil && p.bar != nil {
		_ = p.bar.Clear()
	}
}
