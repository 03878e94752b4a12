using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Engines;
using DeepStack.Sim.Serving.Profiled;
using DeepStack.Sim.Serving.Routing;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Studies.Calibration;
using DeepStack.Sim.Studies.Validation.Areas;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Studies.Validation.Serving;

/// <summary>A measured run replayed: its trace, its engine's rules and limits, and step times from the kernel profile beside it.</summary>
internal sealed class MeasuredRunReplay
{
    private static readonly string[] TraceEndings = [".jsonl.gz", ".jsonl", ".csv.gz", ".csv"];

    private readonly MeasuredRun _run;
    private readonly EngineProfile _engine;
    private readonly ModelSpec _architecture;
    private readonly ProfileStepModel _model;
    private readonly SchedulerSpec _spec;
    private readonly RequestTrace _trace;
    private readonly bool _inLockStep;

    /// <param name="run">The run.</param>
    /// <param name="dataFolder">The folder with the kernel profiles.</param>
    /// <param name="tracesFolder">The folder with the traces.</param>
    public MeasuredRunReplay(MeasuredRun run, string dataFolder, string tracesFolder)
    {
        _run = run;
        _engine = EngineProfile.Open($"vllm@{run.EngineVersion}");
        ModelSpec model = ModelLibrary.Open(run.Model);
        _architecture = model;
        _inLockStep = run.DataParallel > 1 && model.Layers.Any(group => group.FeedForward is MixtureOfExperts);
        TensorLinks? expertLinks = _inLockStep ? LinksOf(run, run.DataParallel) : null;
        _model = new ProfileStepModel(KernelProfile.Read(ProfilePrefix(run, dataFolder)), model, LinksOf(run, run.TensorParallel), expertLinks);
        _spec = SpecFor(run, _engine, model);
        string trace = TraceFile(run.Workload, tracesFolder)
            ?? throw new PresetException($"\"{tracesFolder}\" holds no trace \"{run.Workload}\" (.jsonl or .csv, plain or .gz); give its folder with --traces.");
        _trace = TraceReader.Read(trace, new TraceReadOptions());
    }

    /// <summary>The host time stated for the engine, without tokenisation.</summary>
    /// <remarks>
    /// The measured runs show none, as if they had been given token ids: the first requests, which meet an idle engine, are queued as long after their
    /// arrival whatever their prompts hold (1,034 and 2,358 tokens within 0.1 ms).
    /// </remarks>
    public HostCosts HostCosts => _engine.HostCosts with { PerPromptToken = Duration.Zero };

    /// <summary>The scatter of steps stated for the engine; null where none is.</summary>
    public double? StepJitter => _engine.StepJitter;

    /// <summary>The run.</summary>
    public MeasuredRun Run => _run;

    /// <summary>Parameters of its model.</summary>
    public long Parameters => _architecture.Parameters.Total;

    /// <summary>The host time with which first and last tokens come closest to the measured ones, in root mean square.</summary>
    public HostCosts FitHostCosts() => new HostCostFit(ErrorOf).Run(HostCosts.None with { PerStep = Duration.FromNanoseconds(1_000_000) });

    /// <summary>The scatter of the run's steps around those of the kernel profile; null where ranks step together.</summary>
    public StepJitterFit? FitJitter() => _run.DataParallel > 1 ? null : new StepJitterFit(_run, _model, HostCosts);

    /// <summary>How far first and last tokens are from the measured ones with a host time: root mean square, in seconds.</summary>
    public double ErrorOf(HostCosts costs)
    {
        RecordingObserver ours = Replay(costs);
        return Math.Sqrt(_run.Requests.Rows.Select((row, i) =>
            Math.Pow(ours.Timelines[i].FirstToken.Seconds - row.Get<double>("first_token_s"), 2)
            + Math.Pow(ours.Timelines[i].LastToken.Seconds - row.Get<double>("last_token_s"), 2)).Average());
    }

    /// <summary>Step times of our machine instead of the profile's, at fidelity "sampled"; null where there is no preset of the device, or ranks step together.</summary>
    public IStepModel? SimulatedSteps()
    {
        if (_inLockStep || !PresetLibrary.NamesOf(PlatformPreset.Kind).Contains(_run.Device)) return null;
        return new ExecutedSteps(StepExecutors.Open(_architecture, PlatformPreset.Open(_run.Device), new ParallelPlan(_run.TensorParallel)).For(Fidelity.Sampled));
    }

    /// <summary>Replays the run with the step times of the kernel profile.</summary>
    /// <param name="costs">Host time.</param>
    public RecordingObserver Replay(HostCosts costs) => Replay(costs, _model);

    /// <summary>Replays the run with other step times.</summary>
    /// <param name="costs">Host time.</param>
    /// <param name="model">How long steps take.</param>
    public RecordingObserver Replay(HostCosts costs, IStepModel model)
    {
        var ours = new RecordingObserver(_trace.Requests.Count);
        ReplicaScheduler[] ranks = [.. Enumerable.Range(0, _run.DataParallel).Select(_ => new ReplicaScheduler(_spec))];
        var router = new VllmBalancer(Duration.FromNanoseconds(100_000_000));
        ReplicaSetup[] replicas = _inLockStep ? [new ReplicaSetup(ranks, model)] : [.. ranks.Select(rank => new ReplicaSetup(rank, model))];
        new ServingRun(new Simulation(), _trace.Requests, replicas, router, costs, ours).RunToEnd();
        return ours;
    }

    private static TensorLinks? LinksOf(MeasuredRun run, int devices) => devices == 1 ? null : new TensorLinks(
        devices, Duration.FromSeconds(run.Link.Nanoseconds * 1e-9), Bandwidth.FromBytesPerSecond(run.Link.GigabytesPerSecond * 1e9));

    private static SchedulerSpec SpecFor(MeasuredRun run, EngineProfile engine, ModelSpec model)
    {
        SchedulerSpec spec = engine.Scheduler;
        return spec with
        {
            TokenBudget = run.TokenBudget ?? spec.TokenBudget,
            MaxSequences = run.MaxSequences ?? spec.MaxSequences,
            BlockCount = run.Blocks ?? KvPool.BlocksFor(run, engine, model),
        };
    }

    /// <summary>The kernel profile of the run's device, model and tensor parallelism; marks in names do not count.</summary>
    private static string ProfilePrefix(MeasuredRun run, string folder)
    {
        const string ending = "_layers.csv";
        string wanted = Plain($"kernels{run.Device}{run.Model}tp{run.TensorParallel}");
        string? file = Directory.GetFiles(folder, "kernels_*").Order(StringComparer.Ordinal)
            .Select(path => path.EndsWith(".gz", StringComparison.Ordinal) ? path[..^3] : path)
            .FirstOrDefault(path => path.EndsWith(ending, StringComparison.Ordinal) && Plain(Path.GetFileName(path[..^ending.Length])) == wanted);
        return file?[..^ending.Length] ?? throw new PresetException($"\"{folder}\" holds no kernel profile of {run.Model} on {run.Device} with TP {run.TensorParallel} (kernels_DEVICE_MODEL_tpN_layers.csv).");
    }

    /// <summary>The file of a trace, or null if the folder has none of that name.</summary>
    internal static string? TraceFile(string name, string folder) => TraceEndings.Select(ending => Path.Combine(folder, name + ending)).FirstOrDefault(File.Exists);

    private static string Plain(string name) => new([.. name.Where(char.IsAsciiLetterOrDigit)]);
}
