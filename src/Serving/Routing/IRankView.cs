using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Routing;

/// <summary>What a router can see of a rank.</summary>
public interface IRankView
{
    /// <summary>Requests running.</summary>
    int Running { get; }

    /// <summary>Requests waiting, those in the inbox included.</summary>
    int Waiting { get; }

    /// <summary>Prompt and output tokens of all requests the rank has not finished.</summary>
    long OutstandingTokens { get; }

    /// <summary>Prompt tokens of a request that are in the rank's prefix cache.</summary>
    int CachedTokensOf(TraceRequest request);
}
