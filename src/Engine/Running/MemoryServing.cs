using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Engine.Running;

/// <summary>Checks a run whose KV blocks lie in an attention memory.</summary>
internal static class MemoryServing
{
    /// <summary>The run, if blocks stay in that memory and the keys and values of the longest request have room on the devices while they are computed, chunk by chunk.</summary>
    /// <exception cref="PresetException">They do not.</exception>
    public static PreparedRun Checked(PreparedRun run)
    {
        if (run.Platform.AttentionMemory is null) return run;
        if (run.Scenario.HostMemory is not null) throw new PresetException($"{run.Platform.Name} keeps KV blocks in its attention memory, beside which host_memory has nothing to hold. Leave it out.");
        long longest = run.Trace.Requests.Max(request => (long)request.InputTokens + request.OutputTokens);
        PlanFitting.RequireRoom(run.Model, run.Scenario.Plan, run.Serving.Budget, longest);
        return run;
    }

    /// <summary>Refuses pools, between which blocks would move from memory to memory.</summary>
    /// <exception cref="PresetException">A pool's machine has an attention memory.</exception>
    public static void RequireNone(IEnumerable<PreparedPool> pools)
    {
        foreach (PreparedPool pool in pools)
        {
            if (pool.Run.Platform.AttentionMemory is not null)
                throw new PresetException($"Pool {pool.Name}: {pool.Run.Platform.Name} keeps KV blocks in its attention memory, from which they do not move to other pools. Serve without pools, or choose a machine without attention memory.");
        }
    }
}
