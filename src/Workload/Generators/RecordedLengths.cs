using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Workload.Generators;

/// <summary>Prompt and output lengths of requests of a trace, drawn as pairs with replacement.</summary>
/// <param name="Trace">The trace; its times are not used.</param>
public sealed record RecordedLengths(RequestTrace Trace) : LengthSource
{
    /// <inheritdoc/>
    public override (int Input, int Output) Draw(RandomStream random)
    {
        var request = Trace.Requests[(int)random.NextInteger(Trace.Requests.Count)];
        return (request.InputTokens, request.OutputTokens);
    }
}
