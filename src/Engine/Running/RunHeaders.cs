using System.Globalization;
using System.Reflection;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Heat;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Engine.Running;

/// <summary>Says at the head of the records what a run is.</summary>
internal static class RunHeaders
{
    /// <summary>The header of a prepared run.</summary>
    public static RunHeader Of(PreparedRun run)
    {
        Scenario scenario = run.Scenario;
        IReadOnlyList<PreparedPool> pools = run.Pools;
        PresetUse[] presets = [.. pools.SelectMany(pool => MachineOf(pool.Run).Presets).DistinctBy(preset => preset.Name)];
        return OfMachine(run.Platform, scenario.Fidelity, scenario.Plan, run.Model.Precision.Activations, Tokens.Zero) with
        {
            Fidelity = string.Join(" + ", pools.Select(pool => FidelityOf(pool.Run)).Distinct()),
            Platform = string.Join(" + ", pools.Select(pool => pool.Run.Platform.Name).Distinct()),
            Plan = PlanOf(pools),
            Presets = HashesOf(presets),
            Provenance = ProvenanceOf(presets),
            Replicas = [.. pools.SelectMany(ReplicasOf)],
            Scenario = ScenarioFile.Write(scenario),
            Seed = scenario.Seed,
            Objective = scenario.Measurement.Objective,
            WarmUp = scenario.Measurement.WarmUp,
            CoolDown = scenario.Measurement.CoolDown,
            EngineProfile = EngineOf(run.Serving),
            Model = run.Model.Name,
            Trace = Path.GetFileName(SampleTraces.FileOf(scenario.Trace)),
            Facts = pools.Count == 1 ? FactsOf(run) : FactsOf(pools),
        };
    }

    private static string FidelityOf(PreparedRun run) => run.TimesSteps ? FidelityNames.Of(run.Scenario.Fidelity) : run.Serving.Options.StepModel;

    /// <summary>The engine, with the scatter of its steps, which every output that names the engine says too.</summary>
    private static string EngineOf(ResolvedServing serving) => serving.Jitter is { } jitter
        ? string.Create(CultureInfo.InvariantCulture, $"{serving.Engine}, step jitter {jitter.Deviation:R}")
        : serving.Engine;

    /// <summary>The machine, with its thermal stack among its presets where heat is followed.</summary>
    private static PlatformSpec MachineOf(PreparedRun run) => run.Heat is { } heat
        ? run.Platform with { Presets = [.. run.Platform.Presets, PlatformPreset.UseOf("thermal", heat.StackName)] }
        : run.Platform;

    /// <summary>What a header says where there is a machine but no scenario.</summary>
    /// <param name="platform">The machine.</param>
    /// <param name="fidelity">How steps are timed.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="arithmetic">The format of matrix products, for peak rates.</param>
    /// <param name="cache">Tokens that the KV cache of a replica holds.</param>
    public static RunHeader OfMachine(PlatformSpec platform, Fidelity fidelity, ParallelPlan plan, NumberFormat arithmetic, Tokens cache) => new()
    {
        ProgramVersion = typeof(RunHeaders).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
        Scenario = "",
        Seed = 0,
        Fidelity = FidelityNames.Of(fidelity),
        EngineProfile = "",
        Platform = platform.Name,
        Model = "",
        Plan = plan.ToString(),
        Presets = HashesOf(platform.Presets),
        Provenance = ProvenanceOf(platform.Presets),
        Replicas = [.. Enumerable.Range(0, plan.DataParallel * plan.AttentionData).Select(i => ReplicaOf($"replica {i}", platform, plan.TensorParallel * plan.PipelineParallel, arithmetic, cache))],
    };

    /// <summary>The plan of a single pool, or how often each pool has which.</summary>
    private static string PlanOf(IReadOnlyList<PreparedPool> pools) => pools.Count == 1
        ? (pools[0].Run.Scenario.Plan with { DataParallel = pools[0].Replicas }).ToString()
        : string.Join(" + ", pools.Select(pool => $"{pool.Name} {pool.Replicas} x {pool.Run.Scenario.Plan}"));

    private static IEnumerable<ReplicaFacts> ReplicasOf(PreparedPool pool)
    {
        PreparedRun run = pool.Run;
        var capacity = Tokens.FromCount((long)run.Serving.Scheduler.UsableBlocks * run.Serving.Scheduler.BlockTokens);
        for (int i = 0; i < pool.Ranks; i++)
            yield return ReplicaOf(pool.NameOf(i), run.Platform, pool.DevicesOfRank, run.Model.Precision.Activations, capacity) with { Pool = pool.Name };
    }

    private static IReadOnlyList<PresetHash> HashesOf(IReadOnlyList<PresetUse> presets) => [.. presets.Select(p => new PresetHash(p.Name, p.Hash))];

    private static IReadOnlyList<RunProvenance> ProvenanceOf(IReadOnlyList<PresetUse> presets) =>
        [.. presets.SelectMany(p => p.Provenance, (p, n) => new RunProvenance(p.Name, n.Path, n.Value, n.Kind, n.Source))];

    private static ReplicaFacts ReplicaOf(string name, PlatformSpec platform, int devices, NumberFormat arithmetic, Tokens cache) => new(
        name,
        devices,
        platform.Device.Compute.PeakRate(arithmetic) * devices,
        platform.Device.Memory.PeakBandwidth * devices,
        platform.NetworkRate * devices,
        cache);

    /// <summary>What the pools share, and then each pool's own.</summary>
    private static IReadOnlyList<RunFact> FactsOf(IReadOnlyList<PreparedPool> pools)
    {
        string[] shared = ["model", "trace"];
        IEnumerable<RunFact> own = pools.SelectMany(pool => FactsOf(pool.Run).Where(fact => !shared.Contains(fact.Group)).Select(fact => new RunFact($"pool {pool.Name}", $"{fact.Group}: {fact.Name}", fact.Value)));
        return [.. FactsOf(pools[0].Run).Where(fact => shared.Contains(fact.Group)), .. own];
    }

    private static IEnumerable<RunFact> MemoryOf(PlatformSpec platform)
    {
        if (platform.AttentionMemory is { } memory) yield return new("platform", "attention memory", $"{memory.Capacity}, {memory.Units.Name}, {memory.Units.PeakBandwidth}; its energy is not counted");
    }

    private static IReadOnlyList<RunFact> FactsOf(PreparedRun run)
    {
        PlatformSpec platform = run.Platform;
        return
        [
            new("platform", "description", platform.Description),
            new("platform", "devices", Text(platform.Devices)),
            new("platform", "cores of a device", Text(platform.Device.Compute.Cores)),
            new("platform", "memory of a device", platform.Device.Memory.Capacity.ToString()),
            new("platform", "peak bandwidth of a device", platform.Device.Memory.PeakBandwidth.ToString()),
            .. MemoryOf(platform),
            new("model", "parameters", Text(run.Model.Parameters.Total)),
            new("model", "weights", run.Model.WeightBytes.ToString()),
            new("model", "KV cache of a token", run.Model.KvBytesPerToken.ToString()),
            new("plan", "memory of a device", run.Serving.Budget.ToString()),
            new("serving", "token budget of a step", Text(run.Serving.Scheduler.TokenBudget)),
            new("serving", "sequences at once", Text(run.Serving.Scheduler.MaxSequences)),
            new("serving", "KV blocks of a replica", Text(run.Serving.Scheduler.BlockCount)),
            new("serving", "tokens of a block", Text(run.Serving.Scheduler.BlockTokens)),
            .. JitterOf(run.Serving.Jitter),
            new("trace", "requests", Text(run.Trace.Requests.Count)),
            .. run.Trace.LeftOut.Select(left => new RunFact("trace", $"left out: {left.Reason}", Text(left.Count))),
            new("energy", "coefficients", EnergyOf(run)),
            .. HeatOf(run),
        ];
    }

    private static IEnumerable<RunFact> JitterOf(StepJitter? jitter)
    {
        if (jitter is not null)
            yield return new RunFact("serving", "step jitter", string.Create(CultureInfo.InvariantCulture, $"on: every step takes a log-normal factor of its own, mean 1, deviation {jitter.Deviation:R}, from seed {jitter.Seed}"));
    }

    private static IEnumerable<RunFact> HeatOf(PreparedRun run)
    {
        if (run.Heat is not { } heat) return [];
        HeatOptions options = run.Scenario.Heat;
        string throttle = options.Throttle is { } target ? $"clock holds {target}" : "clock does not follow heat";
        string cap = options.PowerCap is { } power ? $", at most {power}" : "";
        return
        [
            new(HeatFacts.Group, "temperatures", HeatOptionsFile.WordOf(options.Mode)),
            new(HeatFacts.Group, "stack", heat.StackName),
            new(HeatFacts.Group, "limits", $"{throttle}, trip at {options.Trip}{cap}"),
        ];
    }

    private static string EnergyOf(PreparedRun run) => (run.Platform.EnergyCosts, run.CountsEnergy) switch
    {
        (null, _) => $"none: {run.Platform.Name} names no energy preset, so energy is left out",
        (_, false) => "none: a step model without operators says nothing of energy",
        var (costs, _) => costs.Name,
    };

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
