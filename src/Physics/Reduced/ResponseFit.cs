using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Network;

namespace DeepStack.Sim.Physics.Reduced;

/// <summary>What a fit found of a stack; shared by every device that has such a stack.</summary>
/// <param name="Model">The stack.</param>
/// <param name="Taus">Seconds, each twice the one before.</param>
/// <param name="Nodes">[nodes, sources, time constants] K/W: the amplitudes of every node's step response.</param>
/// <param name="WorstStepError">The largest error of any block's response, relative to the steady rise of the heated block itself.</param>
public sealed record ResponseFit(StackModel Model, IReadOnlyList<double> Taus, double[] Nodes, double WorstStepError)
{
    /// <summary>Fits a stack.</summary>
    /// <param name="model">The stack.</param>
    /// <param name="finest">The shortest time that matters, such as a power bin.</param>
    public static ResponseFit Of(StackModel model, Duration finest) => new ReducedModelFit(model, finest).Fit();

    /// <summary>Sources times time constants.</summary>
    internal int Width => Model.Sources.Count * Taus.Count;

    /// <summary>[sources, time constants] the amplitudes of a block's mean.</summary>
    internal double[] AmplitudesOf(HeatSource block)
    {
        var amplitudes = new double[Width];
        block.AddMean(Nodes, amplitudes);
        return amplitudes;
    }
}
