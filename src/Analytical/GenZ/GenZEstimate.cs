namespace DeepStack.Sim.Analytical.GenZ;

/// <summary>The answer to a <see cref="GenZPoint"/>.</summary>
/// <remarks>Sizes are real numbers of bytes, because a shard of a four-bit tensor may end within a byte.</remarks>
public readonly record struct GenZEstimate
{
    /// <summary>Whether it fits.</summary>
    public GenZFit Fit { get; init; }

    /// <summary>Times in seconds; all zero where nothing fits.</summary>
    public GenZTimes Times { get; init; }

    /// <summary>Requests (prefill) or tokens (decode, chunked) a second; 0 where nothing fits.</summary>
    public double Throughput { get; init; }

    /// <summary>Weights of one device of each pipeline stage, in bytes.</summary>
    public double Weights { get; init; }

    /// <summary>The part of the weights that is not read: experts without a token; bytes.</summary>
    public double IdleWeights { get; init; }

    /// <summary>Keys, values and states beside those weights, in bytes.</summary>
    public double Cache { get; init; }

    /// <summary>Floating-point operations of one device of each pipeline stage.</summary>
    public double Operations { get; init; }

    /// <summary>Bytes of all tensors of all operators, wherever they live, used or not.</summary>
    public double Data { get; init; }
}
