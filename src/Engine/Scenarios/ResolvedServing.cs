using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Engines;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Engine.Scenarios;

/// <summary>Serving options with every default filled in.</summary>
/// <param name="Engine">The engine's name and version.</param>
/// <param name="Options">The options, none of them null.</param>
/// <param name="Scheduler">What each replica's scheduler is told.</param>
/// <param name="Host">Host time.</param>
/// <param name="Budget">What the memory of a device holds.</param>
/// <param name="Launch">Who starts kernels; null for the device.</param>
public sealed record ResolvedServing(string Engine, ServingOptions Options, SchedulerSpec Scheduler, HostCosts Host, MemoryBudget Budget, LaunchRule? Launch)
{
    /// <summary>Random scatter of step times; null for none.</summary>
    public StepJitter? Jitter { get; private init; }

    /// <summary>Fills in an engine's defaults for a machine and counts the KV blocks that fit.</summary>
    /// <exception cref="PresetException">The engine is unknown, limits contradict each other, or the model leaves no room for KV blocks.</exception>
    public static ResolvedServing For(Scenario scenario, ModelSpec model, PlatformSpec platform)
    {
        ServingOptions asked = scenario.Serving;
        Bytes capacity = platform.Device.Memory.Capacity;
        EngineProfile profile = EngineProfile.Open(asked.Engine).OnHost(platform.HostSpeed);
        SchedulerSpec defaults = profile.SchedulerFor(capacity);
        bool asynchronous = asked.Asynchronous ?? defaults.Asynchronous;
        bool chunked = asked.ChunkedPrefill ?? defaults.ChunkedPrefill;
        SchedulerSpec scheduler = defaults with
        {
            TokenBudget = asked.TokenBudget ?? defaults.TokenBudget,
            MaxSequences = asked.MaxSequences ?? defaults.MaxSequences,
            BlockTokens = asked.BlockTokens ?? defaults.BlockTokens,
            ChunkedPrefill = chunked,
            Batch = chunked ? BatchRule.Mixed : defaults.Batch,
            PrefixCaching = PrefixCachingOf(asked.PrefixCaching, platform) ?? defaults.PrefixCaching,
            Asynchronous = asynchronous,
            StepsInFlight = asynchronous ? 2 : 1,
            LongPrefillThreshold = asked.LongPrefillThreshold ?? defaults.LongPrefillThreshold,
            PrefillInterval = asked.PrefillInterval ?? defaults.PrefillInterval,
            Seed = scenario.Seed,
        };
        double utilization = asked.MemoryUtilization ?? profile.MemoryUtilization;
        MemoryBudget budget = PlanFitting.BudgetOf(model, scenario.Plan, capacity, utilization, scheduler.TokenBudget, scheduler.MaxSequences, platform.Device.Compute.Shared.Mesh);
        scheduler = scheduler with { BlockCount = asked.Blocks ?? BlocksOf(model, scenario.Plan, platform, budget, scheduler) };
        HostCosts host = profile.HostCosts with
        {
            PerStep = asked.HostPerStep ?? profile.HostCosts.PerStep,
            PerSequence = asked.HostPerSequence ?? profile.HostCosts.PerSequence,
            PerToken = asked.HostPerToken ?? profile.HostCosts.PerToken,
        };
        string launch = asked.Launch ?? LaunchRule.DefaultOf(profile);
        StepJitter? jitter = StepJitterNames.Resolve(asked.StepJitter, profile, scenario.Seed);
        ServingOptions options = OptionsOf(asked, scheduler, host, utilization) with { Launch = launch, StepJitter = StepJitterNames.Of(jitter) };
        return new ResolvedServing(profile.Name, options, SchedulingPolicies.Apply(asked.Policy, scheduler).Checked(), host, budget, LaunchRule.Of(launch, profile)) { Jitter = jitter };
    }

    /// <summary>The blocks lie in the devices' memory, or in the attention memory of the machine; the devices then need room for the keys and values of one step's prompts.</summary>
    private static int BlocksOf(ModelSpec model, ParallelPlan plan, PlatformSpec platform, MemoryBudget budget, SchedulerSpec scheduler)
    {
        if (platform.AttentionMemory is not { } memory) return PlanFitting.BlocksOf(model, plan, budget, scheduler.BlockTokens);
        PlanFitting.RequireRoom(model, plan, budget, scheduler.TokenBudget);
        return MemoryFitting.BlocksOf(model, memory, scheduler.BlockTokens);
    }

    /// <summary>Prefill attention reads the devices' memory, where prefixes that lie in an attention memory are not.</summary>
    private static bool? PrefixCachingOf(bool? asked, PlatformSpec platform)
    {
        if (platform.AttentionMemory is null) return asked;
        if (asked == true) throw new PresetException($"{platform.Name} keeps KV blocks in its attention memory, and prefill attention cannot read prefixes there. Leave out prefix caching, or choose a machine without attention memory.");
        return false;
    }

    private static ServingOptions OptionsOf(ServingOptions asked, SchedulerSpec scheduler, HostCosts host, double utilization) => asked with
    {
        LongPrefillThreshold = scheduler.LongPrefillThreshold,
        PrefillInterval = scheduler.PrefillInterval,
        TokenBudget = scheduler.TokenBudget,
        MaxSequences = scheduler.MaxSequences,
        BlockTokens = scheduler.BlockTokens,
        Blocks = scheduler.BlockCount,
        MemoryUtilization = utilization,
        ChunkedPrefill = scheduler.ChunkedPrefill,
        PrefixCaching = scheduler.PrefixCaching,
        Asynchronous = scheduler.Asynchronous,
        HostPerStep = host.PerStep,
        HostPerSequence = host.PerSequence,
        HostPerToken = host.PerToken,
    };
}
