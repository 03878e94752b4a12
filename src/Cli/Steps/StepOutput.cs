using System.CommandLine;
using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results;
using DeepStack.Sim.Results.Files;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Results.Reports;
using DeepStack.Sim.Results.Timelines;
using DeepStack.Sim.Results.TimingTraces;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Cli.Steps;

/// <summary>What the commands that time one step or operator show: a table, JSON, a timeline file, a timing trace.</summary>
internal sealed class StepOutput
{
    private readonly Option<bool> _json = new("--json") { Description = "Print the figures as JSON" };
    private readonly Option<string?> _timeline = new("--timeline") { Description = "Write the operators to this file: Chrome Trace Event JSON, or Perfetto's format if it ends in .pftrace" };
    private readonly Option<string?> _trace = new("--timing-trace") { Description = "Write the records to this file, for deepstack timing-trace" };
    private readonly Option<TimeWindow?> _window = WindowOption.Of("Where timeline and timing trace also hold what every bank of the DRAM and every link does, such as 100us..102us; fidelity event");

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_json, _timeline, _trace, _window]) command.Add(option);
    }

    /// <summary>The window that was asked for.</summary>
    /// <exception cref="PresetException">There is no file for its records.</exception>
    public TimeWindow? WindowOf(ParseResult parse)
    {
        TimeWindow? window = parse.GetValue(_window);
        if (window is not null && parse.GetValue(_timeline) is null && parse.GetValue(_trace) is null)
            throw new PresetException($"{_window.Name} says what files hold, and none is written. Give {_timeline.Name} or {_trace.Name}.");
        return window;
    }

    /// <summary>Writes the files and prints the figures.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="subject">What was timed.</param>
    /// <param name="shape">The sequences of the step.</param>
    /// <param name="timing">How it went.</param>
    /// <param name="repeat">Simulates it again with somebody listening; not called without a window.</param>
    /// <exception cref="PresetException">The window begins after the end.</exception>
    public void Write(ParseResult parse, StepSubject subject, StepShape shape, StepTiming timing, Action<Probe> repeat)
    {
        ObservedWindow? window = WindowOf(parse) is { } asked ? new ObservedWindow(asked, repeat) : null;
        if (window?.Window.From >= SimTime.Zero + timing.Elapsed)
            throw new PresetException($"{_window.Name} begins at {window.Window.From} and all has ended at {timing.Elapsed}.");
        var sheet = new StepSheet();
        Into(parse.GetValue(_timeline), TimelineTo, sheet, first =>
            Into(parse.GetValue(_trace), (_, stream) => new TimingTraceWriter(stream), first, all => SingleStep.Record(all, subject, shape, timing, window)));
        if (parse.GetValue(_json)) Console.WriteLine(StepJson.Of(sheet));
        else Console.Write(StepText.Of(sheet));
    }

    private static IRunRecorder TimelineTo(string path, Stream stream) =>
        Timeline.To(stream, path.EndsWith(".pftrace", StringComparison.OrdinalIgnoreCase) ? TimelineFormat.Perfetto : TimelineFormat.Chrome, new TimelineOptions());

    /// <summary>Records into a file, if there is one, beside another recorder.</summary>
    private static void Into(string? path, Func<string, Stream, IRunRecorder> open, IRunRecorder other, Action<IRunRecorder> record)
    {
        if (path is null)
        {
            record(other);
            return;
        }
        WholeFile.Write(path, stream =>
        {
            IRunRecorder file = open(path, stream);
            using var disposable = file as IDisposable;
            record(new RecorderTee(other, file));
        });
    }
}
