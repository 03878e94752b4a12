namespace DeepStack.Sim.Analytical.GenZ;

/// <summary>A figure of an estimate under the name and in the unit of that tool's tables.</summary>
/// <param name="Name">The column, which ends in its unit.</param>
/// <param name="IsTime">Whether it needs a time, so that there is none where nothing fits.</param>
/// <param name="Of">Takes the figure out of an estimate.</param>
public sealed record GenZColumn(string Name, bool IsTime, Func<GenZEstimate, double> Of)
{
    private const double Mebi = 1 << 20;
    private const double Milli = 1e3;

    /// <summary>All columns, in the order of that tool's tables.</summary>
    public static IReadOnlyList<GenZColumn> All { get; } =
    [
        Time("latency_ms", t => t.Total),
        new("throughput", true, e => e.Throughput),
        new("weights_mib", false, e => e.Weights / Mebi),
        new("unused_weights_mib", false, e => e.IdleWeights / Mebi),
        new("kv_mib", false, e => e.Cache / Mebi),
        new("macs_m", false, e => e.Operations / 1e6),
        new("total_data_mib", false, e => e.Data / Mebi),
        Time("attn_ms", t => t.LogitAttend),
        Time("linear_ms", t => t.Linear),
        Time("comm_ms", t => t.Communication),
        Time("t_qkvo_ms", t => t.QkvOutput),
        Time("t_logit_attend_ms", t => t.LogitAttend),
        Time("t_ffn_ms", t => t.FeedForward),
        Time("t_embed_ms", t => t.Embedding),
        Time("t_ar_ms", t => t.AllReduce),
        Time("t_a2a_ms", t => t.AllToAll),
        Time("t_sendrecv_ms", t => t.SendReceive),
        Time("t_mamba_ms", t => t.StateSpace),
    ];

    /// <summary>That tool's word for a fit.</summary>
    public static string StatusOf(GenZFit fit) => fit switch
    {
        GenZFit.Fits => "ok",
        GenZFit.Offloaded => "ok_offloaded",
        _ => "oom",
    };

    private static GenZColumn Time(string name, Func<GenZTimes, double> of) => new(name, true, e => of(e.Times) * Milli);
}
