using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Tests.Second;

/// <summary>A request of the second scheduler.</summary>
internal sealed class Sequence(TraceRequest request)
{
    [ThreadStatic]
    public static int LastOrder;

    public TraceRequest Request { get; } = request;

    public List<SecondBlock> Blocks { get; } = [];

    public int Order { get; set; }

    public int Generated { get; set; }

    public int Computed { get; set; }

    public int Drafts { get; set; }

    public int Expected { get; set; }

    public int InFlight { get; set; }

    public int Entered { get; set; }

    public bool IsDone { get; set; }

    /// <summary>Tokens of it that lie in another place, from its beginning; 0 once they could not be loaded.</summary>
    public int Elsewhere { get; set; }

    public int Known => Request.InputTokens + Generated;
}

/// <summary>A sequence's part in a step.</summary>
internal sealed class Part(Sequence sequence, int tokens)
{
    public Sequence Sequence { get; } = sequence;

    public int Tokens { get; } = tokens;

    public int Drafts { get; set; }

    public bool Samples { get; set; }
}

/// <summary>What a step holds, for comparison.</summary>
internal sealed record SecondStep(List<(int Request, int Tokens, int Context)> Parts, int Preempted);
