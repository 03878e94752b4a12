using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Serving.Costs;

/// <summary>Time of the host that machines do not show: per step between kernels, and per request before the queue.</summary>
/// <remarks>
/// The step part counts on the engine's clock, where it lengthens steps: with asynchronous scheduling it is what could not be hidden.
/// The request part counts on the front end's clock, between arrival and the engine's inbox. None may be negative.
/// </remarks>
public sealed record HostCosts
{
    /// <summary>No host time at all.</summary>
    public static HostCosts None { get; } = new();

    /// <summary>Per step.</summary>
    public Duration PerStep { get; init; }

    /// <summary>Per sequence of a step.</summary>
    public Duration PerSequence { get; init; }

    /// <summary>Per token of a step.</summary>
    public Duration PerToken { get; init; }

    /// <summary>Per request, before it reaches the engine: parsing and hand-over.</summary>
    public Duration PerRequest { get; init; }

    /// <summary>Per prompt token of a request, before it reaches the engine: tokenisation.</summary>
    public Duration PerPromptToken { get; init; }

    /// <summary>What the host adds to a step.</summary>
    public Duration OfStep(StepShape shape) => OfStep(shape.Slices.Count, shape.NewTokens);

    /// <summary>What the host adds to a step of a size.</summary>
    public Duration OfStep(int sequences, int tokens) => PerStep + PerSequence * sequences + PerToken * tokens;

    /// <summary>The same costs on a host whose cores are so many times as fast.</summary>
    public HostCosts OnHost(double speed) => new()
    {
        PerStep = OnHost(PerStep, speed),
        PerSequence = OnHost(PerSequence, speed),
        PerToken = OnHost(PerToken, speed),
        PerRequest = OnHost(PerRequest, speed),
        PerPromptToken = OnHost(PerPromptToken, speed),
    };

    /// <summary>A host time on a host whose cores are so many times as fast.</summary>
    public static Duration OnHost(Duration time, double speed) => Duration.FromPicoseconds((long)Math.Round(time.Picoseconds / speed));

    /// <summary>What passes between a request's arrival and the engine's inbox.</summary>
    public Duration OfRequest(int promptTokens) => PerRequest + PerPromptToken * promptTokens;
}
