package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/danganku/danganku/internal/domain"
)

// metrics count requests. Labels hold route templates only, so that their number is bounded and no identifier gets in.
type metrics struct {
	seconds  *prometheus.HistogramVec
	inFlight prometheus.Gauge
	handler  http.Handler
}

func newMetrics(registry *prometheus.Registry, jobs jobCounts, trail trailHealth) (*metrics, error) {
	m := &metrics{
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "danganku_http_request_seconds",
			Help: "Time to answer a request.", Buckets: []float64{.005, .02, .05, .1, .25, .5, 1, 2.5, 10, 60}},
			[]string{"method", "route", "status"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Name: "danganku_http_requests_in_flight", Help: "Requests being answered."}),
		handler:  promhttp.HandlerFor(registry, promhttp.HandlerOpts{Registry: registry}),
	}
	all := []prometheus.Collector{m.seconds, m.inFlight, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{})}
	if jobs != nil {
		all = append(all, jobCollector{jobs})
	}
	if trail != nil {
		all = append(all, trailCollectors(trail)...)
	}
	for _, collector := range all {
		if err := registry.Register(collector); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func (m *metrics) observe(c *gin.Context) {
	started := time.Now()
	m.inFlight.Inc()
	defer func() {
		m.inFlight.Dec()
		m.seconds.WithLabelValues(knownMethod(c.Request.Method), c.FullPath(), strconv.Itoa(c.Writer.Status())).
			Observe(time.Since(started).Seconds())
	}()
	c.Next()
}

// knownMethod keeps invented methods from making series of their own.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "other"
}

type jobCounts = func(ctx context.Context) (map[domain.JobState]int, error)

// jobCollector reads the queue each time the metrics are fetched.
type jobCollector struct{ counts jobCounts }

var jobsDescription = prometheus.NewDesc("danganku_jobs", "Background jobs by state.", []string{"state"}, nil)

const countWithin = 5 * time.Second

func (j jobCollector) Describe(descriptions chan<- *prometheus.Desc) { descriptions <- jobsDescription }

func (j jobCollector) Collect(metrics chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), countWithin) //nolint:forbidigo // collectors are given none
	defer cancel()
	counts, err := j.counts(ctx)
	if err != nil {
		metrics <- prometheus.NewInvalidMetric(jobsDescription, err)
		return
	}
	for state, count := range counts {
		metrics <- prometheus.MustNewConstMetric(jobsDescription, prometheus.GaugeValue, float64(count), string(state))
	}
}
