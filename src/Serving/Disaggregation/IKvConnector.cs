using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Disaggregation;

/// <summary>What a scheduler asks and tells about KV blocks outside its own pool.</summary>
internal interface IKvConnector
{
    /// <summary>Tokens of a waiting request, counted from its beginning, that are in the pool or can be loaded from elsewhere.</summary>
    /// <param name="request">The request.</param>
    /// <param name="known">Tokens of it that exist: the prompt and what was generated.</param>
    /// <param name="local">Tokens found in the pool, whole blocks.</param>
    /// <returns>No more than <paramref name="local"/> where nothing can be loaded.</returns>
    int TokensAtHand(TraceRequest request, int known, int local);

    /// <summary>A request has room for blocks from elsewhere and waits for them; <see cref="ReplicaScheduler.EndLoad"/> ends that.</summary>
    void Load(TraceRequest request, int firstBlock, int blocks);

    /// <summary>The machine is to run a step.</summary>
    void StepLaunched(ScheduledStep step, SimTime start, SimTime end);

    /// <summary>A step has filled blocks of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="first">The first block.</param>
    /// <param name="end">The block after the last.</param>
    void BlocksFilled(TraceRequest request, int first, int end);
}
