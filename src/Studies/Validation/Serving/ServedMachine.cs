using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Engines;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Studies.Validation.Serving;

/// <summary>A model on a machine as an engine serves it with its defaults: step times at fidelity "sampled", limits and KV blocks.</summary>
internal sealed class ServedMachine
{
    /// <summary>Leaves about as many experts idle as the loads in the kernel tables of the points' collectors; what the models' routers do is not known.</summary>
    private const string Routing = "power-law:1.01";

    private static readonly NumberFormat Int4 = NumberFormat.Parse("int4");

    private ServedMachine(ModelSpec model, PlatformSpec platform, ParallelPlan plan, EngineProfile engine)
    {
        engine = engine.OnHost(platform.HostSpeed);
        HostCosts = engine.HostCosts;
        LaunchRule? launch = LaunchRule.Of(engine.Graphs is { Ranges: [_, ..] } ? "graphs" : LaunchRule.DefaultOf(engine), engine);
        Steps = StepExecutors.Open(model, platform, plan, model.Layers.Any(group => group.FeedForward is MixtureOfExperts) ? Routing : "uniform", launch: launch).For(Fidelity.Sampled);
        Bytes capacity = platform.Device.Memory.Capacity;
        SchedulerSpec limits = engine.SchedulerFor(capacity);
        MemoryBudget budget = PlanFitting.BudgetOf(model, plan, capacity, engine.MemoryUtilization, limits.TokenBudget, limits.MaxSequences);
        Scheduler = limits with { BlockCount = PlanFitting.BlocksOf(model, plan, budget, limits.BlockTokens) };
    }

    /// <summary>Host time of the engine on the machine's host.</summary>
    public HostCosts HostCosts { get; }

    /// <summary>Limits and KV blocks.</summary>
    public SchedulerSpec Scheduler { get; }

    /// <summary>Step times.</summary>
    public IStepExecutor Steps { get; }

    /// <summary>Opens a machine by the names that measured tables use, or says why there is none.</summary>
    /// <param name="modelPath">Such as "meta-llama/Llama-3.1-70B".</param>
    /// <param name="system">Such as "h100_sxm".</param>
    /// <param name="weights">How products are quantised: "", "fp8", "fp8_block", "nvfp4" or "int4_wo".</param>
    /// <param name="plan">The plan.</param>
    /// <param name="version">The engine's version; the nearest engine that is known stands in.</param>
    public static (ServedMachine? Machine, string Reason) Find(string modelPath, string system, string weights, ParallelPlan plan, string version)
    {
        if (PresetOf(ModelLibrary.Kind, NameOfModel(modelPath)) is not { } modelName) return (null, $"no preset of the model {modelPath.Split('/')[^1]}");
        if (PlatformOf(system) is not { } platformName) return (null, $"no preset of the system {system}");
        try
        {
            ModelSpec model = Quantised(ModelLibrary.Open(modelName), weights);
            return (new ServedMachine(model, PlatformPreset.Open(platformName), plan, EngineOf(version)), "");
        }
        catch (PresetException e)
        {
            return (null, e.Message);
        }
    }

    /// <summary>Cards come in nodes of eight, racks are presets by their own names.</summary>
    private static string? PlatformOf(string system)
    {
        string name = system.Split('_', '-')[0];
        return PresetOf("platforms", $"{name}-8") ?? PresetOf("platforms", name);
    }

    private static string? PresetOf(string kind, string name) => PresetLibrary.NamesOf(kind).Contains(name) ? name : null;

    /// <summary>The preset's name: without organisation, and without what only says how the weights are tuned or stored.</summary>
    private static string NameOfModel(string path)
    {
        string name = path.Split('/')[^1].ToLowerInvariant();
        foreach (string ending in new[] { "-fp8", "-nvfp4", "-instruct" }) name = name.Replace(ending, "", StringComparison.Ordinal);
        return name switch { "deepseek-r1" => "deepseek-v3", "llama2-70b" => "llama-2-70b", _ => name };
    }

    /// <summary>The checkpoint behind a row: the published one where it has the format, else one in which the same products are quantised.</summary>
    private static ModelSpec Quantised(ModelSpec model, string weights)
    {
        PrecisionSpec precision = model.Precision;
        return model with
        {
            Precision = weights switch
            {
                "" or "bfloat16" or "w4a16_mxfp4" or "w4a8_mxfp4_mxfp8" => precision,
                "fp8" or "fp8_block" => precision.Experts.Elements == NumberFormat.Fp8 ? precision : WithWeights(precision, new WeightFormat(NumberFormat.Fp8)),
                "nvfp4" => WithWeights(precision, new WeightFormat(NumberFormat.Fp4, 16, NumberFormat.Fp8)) with { KvCache = NumberFormat.Fp8 },
                "int4_wo" => precision.Experts.Elements == Int4 ? precision : WithWeights(precision, new WeightFormat(Int4, 32, NumberFormat.Bf16)),
                _ => throw new PresetException($"quantisation {weights} is not known"),
            },
        };
    }

    /// <summary>Models of which experts alone are published quantised have them alone in another format too.</summary>
    private static PrecisionSpec WithWeights(PrecisionSpec published, WeightFormat format) =>
        published.Experts != published.Attention ? published with { Experts = format } : published.WithWeights(format);

    /// <summary>The newest known engine that is not newer than a version; rows without one were taken in October 2025, just before 0.12.</summary>
    private static EngineProfile EngineOf(string version)
    {
        (int, int) asked = NumberOf(version.Length > 0 ? version : "0.12") ?? (int.MaxValue, 0);
        string name = PresetLibrary.NamesOf(EngineProfile.Kind)
            .Select(preset => (Name: preset, Number: NumberOf(preset.Split('@')[^1])))
            .Where(preset => preset.Number is { } number && number.CompareTo(asked) <= 0)
            .MaxBy(preset => preset.Number).Name;
        return EngineProfile.Open(name);
    }

    /// <summary>A version such as "0.19" as two numbers; null for a nightly one.</summary>
    private static (int Major, int Minor)? NumberOf(string version)
    {
        string[] parts = version.Split('.');
        return parts.Length >= 2 && int.TryParse(parts[0], out int major) && int.TryParse(parts[1], out int minor) ? (major, minor) : null;
    }
}
