using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Disaggregation;

/// <summary>One request on its way from a prefill to a decode replica.</summary>
/// <param name="request">The request.</param>
/// <param name="source">The prefill rank.</param>
internal sealed class Handover(TraceRequest request, int source)
{
    public TraceRequest Request => request;

    public int Source => source;

    /// <summary>The decode rank; -1 until it is chosen.</summary>
    public int Destination { get; set; } = -1;

    /// <summary>Whether the decode rank has room for the blocks and waits for them.</summary>
    public bool HasRoom { get; set; }

    /// <summary>The next block to send; those before it are sent, or were in the decode rank's prefix cache.</summary>
    public int NextBlock { get; set; }

    /// <summary>The block after the last.</summary>
    public int EndBlock { get; set; }

    /// <summary>When the latest step that computes the prompt begins.</summary>
    public SimTime StepStart { get; set; }

    /// <summary>When it ends.</summary>
    public SimTime StepEnd { get; set; }

    /// <summary>Tokens of the prompt that are computed when it ends.</summary>
    public int StepTokens { get; set; }

    /// <summary>Moves that have begun and not ended.</summary>
    public int MovesUnderWay { get; set; }

    /// <summary>What happened at the prefill rank; null until its part is done.</summary>
    public RequestTimeline? Prefill { get; set; }

    /// <summary>The event at which the prefill rank gives up.</summary>
    public EventId Timer { get; set; }

    /// <summary>Whether nothing is awaited any more: everything has arrived, or it was given up.</summary>
    public bool IsOver { get; set; }
}
