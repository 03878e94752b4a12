using System.Text;
using DeepStack.Sim.Results.Files;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Results.Reports;
using DeepStack.Sim.Results.Timelines;
using DeepStack.Sim.Results.TimingTraces;

namespace DeepStack.Sim.Results;

/// <summary>Writes all files of a run while it is recorded.</summary>
/// <example><code>
/// using RunFolder folder = RunFolder.Create("runs/first");
/// using ResultSet results = new(folder, new ResultOptions());
/// run.PlayTo(results.Recorder);
/// results.Complete();
/// folder.Commit();
/// </code></example>
public sealed class ResultSet : IDisposable
{
    private readonly RunFolder _folder;
    private readonly ResultOptions _options;
    private readonly ReportSeries _series = new();
    private readonly List<IDisposable> _open = [];

    /// <param name="folder">Where to write.</param>
    /// <param name="options">Which files.</param>
    public ResultSet(RunFolder folder, ResultOptions options)
    {
        (_folder, _options) = (folder, options);
        List<IRunRecorder> recorders = [Metrics];
        if (options.TimingTrace) recorders.Add(Opened(ResultFiles.TimingTrace, stream => new TimingTraceWriter(stream)));
        recorders.Add(Opened(ResultFiles.Requests, stream => new RequestsCsv(stream)));
        if (options.Steps) recorders.Add(Opened(ResultFiles.Steps, stream => new StepsCsv(stream)));
        if (options is { Operators: true, TimelineOptions.Window: { } window }) recorders.Add(Opened(ResultFiles.WindowOperators, stream => new WindowOperatorsCsv(stream, window)));
        if (options.Timeline)
        {
            ChromeTimeline chrome = Opened(ResultFiles.Timeline, stream => new ChromeTimeline(stream, options.TimelineOptions.StretchesPicoseconds));
            recorders.Add(new TimelineBuilder(chrome, options.TimelineOptions));
        }
        if (options.Report) recorders.Add(_series);
        if (options.Benchmark) recorders.Add(new BenchmarkJson(OpenedStream(ResultFiles.Benchmark)));
        Recorder = new RecorderTee(recorders);
    }

    /// <summary>Who takes the records of the run.</summary>
    public IRunRecorder Recorder { get; }

    /// <summary>The metrics; complete when the run has ended.</summary>
    public RunMetrics Metrics { get; } = new();

    /// <summary>The run has ended: writes what depends on all of it and closes every file.</summary>
    public void Complete()
    {
        WriteFile(ResultFiles.Summary, stream => SummaryJson.Write(stream, Metrics));
        WriteFile(ResultFiles.Scenario, stream => stream.Write(Encoding.UTF8.GetBytes(Metrics.Header.Scenario)));
        if (_options.Operators) WriteFile(ResultFiles.Operators, stream => OperatorsCsv.Write(stream, Metrics));
        if (_options.Prometheus) WriteFile(ResultFiles.Prometheus, stream => PrometheusText.Write(stream, Metrics));
        if (_options.Report) WriteFile(ResultFiles.Report, stream => ReportHtml.Write(stream, Metrics, _series));
        Dispose();
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        for (int i = _open.Count - 1; i >= 0; i--) _open[i].Dispose();
        _open.Clear();
    }

    private T Opened<T>(string file, Func<Stream, T> open)
        where T : IDisposable
    {
        T writer = open(OpenedStream(file));
        _open.Add(writer);
        return writer;
    }

    private FileStream OpenedStream(string file)
    {
        FileStream stream = _folder.CreateFile(file);
        _open.Add(stream);
        return stream;
    }

    private void WriteFile(string file, Action<Stream> write)
    {
        using FileStream stream = _folder.CreateFile(file);
        write(stream);
    }
}
