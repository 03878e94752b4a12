using DeepStack.Sim.Engine.Collectives;

namespace DeepStack.Sim.Engine.Steps;

/// <summary>What an operator did on one device that costs energy; fractions are means over repetitions or ranks.</summary>
/// <param name="Activations">DRAM rows opened.</param>
/// <param name="ReadBytes">Read from the DRAM, check bits included.</param>
/// <param name="WrittenBytes">Written to the DRAM, check bits included.</param>
/// <param name="MatrixWork">Operations of the matrix units; a multiply-add counts two.</param>
/// <param name="VectorWork">Operations of the vector units.</param>
/// <param name="LinkBytes">Bytes on links between devices with their headers, once for every link passed.</param>
/// <param name="PackageLinkBytes">Of those, bytes on links inside packages.</param>
public readonly record struct OperatorEvents(double Activations, double ReadBytes, double WrittenBytes, double MatrixWork, double VectorWork, double LinkBytes, double PackageLinkBytes)
{
    /// <summary>The sum.</summary>
    public static OperatorEvents operator +(in OperatorEvents left, in OperatorEvents right) => new(
        left.Activations + right.Activations,
        left.ReadBytes + right.ReadBytes,
        left.WrittenBytes + right.WrittenBytes,
        left.MatrixWork + right.MatrixWork,
        left.VectorWork + right.VectorWork,
        left.LinkBytes + right.LinkBytes,
        left.PackageLinkBytes + right.PackageLinkBytes);

    /// <summary>The events of several devices or repetitions that did the same.</summary>
    public static OperatorEvents operator *(in OperatorEvents events, double times) => new(
        events.Activations * times,
        events.ReadBytes * times,
        events.WrittenBytes * times,
        events.MatrixWork * times,
        events.VectorWork * times,
        events.LinkBytes * times,
        events.PackageLinkBytes * times);

    /// <summary>The same with what a collective loads onto links.</summary>
    internal OperatorEvents With(in RankTraffic traffic) => this with { LinkBytes = traffic.LinkBytes, PackageLinkBytes = traffic.PackageLinkBytes };
}
