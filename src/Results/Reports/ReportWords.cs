using DeepStack.Sim.Results.Files;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Reports;

/// <summary>How the report names things.</summary>
internal static class ReportWords
{
    public static string Of(Bound bound) => bound switch
    {
        Bound.Unspecified => "no named cause",
        Bound.Matrix => "matrix units",
        Bound.Vector => "vector units",
        Bound.DramBandwidth => "DRAM data rate",
        Bound.DramActivation => "DRAM row activations",
        Bound.VerticalLinks => "vertical links",
        Bound.Buffers => "on-chip buffers",
        Bound.Noc => "network on chip",
        Bound.Package => "links in the package",
        Bound.Network => "network",
        Bound.Latency => "latency",
        _ => "launch and host",
    };

    public static string Of(OperatorKind kind) => Words.Of(kind).Replace('_', ' ');

    public static string Of(StepClass @class) => Words.Of(@class);
}
