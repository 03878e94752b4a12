namespace DeepStack.Sim.Analytical.GenZ;

/// <summary>Where the time of a pass goes, in seconds; the parts overlap as said of each.</summary>
/// <remarks>Real seconds rather than whole picoseconds: the parts are compared with that tool's to 1e-6, and some last less than a nanosecond.</remarks>
public record struct GenZTimes
{
    /// <summary>The whole pass.</summary>
    public double Total { get; internal set; }

    /// <summary>All matrix products.</summary>
    public double Linear { get; internal set; }

    /// <summary>All transfers between devices.</summary>
    public double Communication { get; internal set; }

    /// <summary>The products into queries, keys and values, and out of the heads.</summary>
    public double QkvOutput { get; internal set; }

    /// <summary>Logits and weighted sums of attention.</summary>
    public double LogitAttend { get; internal set; }

    /// <summary>The feed-forward part, its router and experts; without transfers.</summary>
    public double FeedForward { get; internal set; }

    /// <summary>Embedding and classifier, with their transfers.</summary>
    public double Embedding { get; internal set; }

    /// <summary>State-space layers, without transfers.</summary>
    public double StateSpace { get; internal set; }

    /// <summary>All-reduces, and the all-gather of the classifier.</summary>
    public double AllReduce { get; internal set; }

    /// <summary>All-to-alls.</summary>
    public double AllToAll { get; internal set; }

    /// <summary>Transfers from one pipeline stage to the next.</summary>
    public double SendReceive { get; internal set; }
}
