using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Cases;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Solvers;

namespace DeepStack.Sim.Physics.Loop;

/// <summary>Block temperatures from the full network in time, in steps of at most a bin.</summary>
internal sealed class NetworkTemperatures(StackModel model, Duration bin) : IBlockTemperatures
{
    private readonly TransientSolver _solver = new(model.Network, TimeScheme.TrapezoidThenBackward);
    private readonly double[] _powers = new double[model.Network.Count];

    /// <summary>The moment at which any node was hottest.</summary>
    public PeakRecord Peak { get; } = new();

    /// <summary>Begins at the steady state of given powers.</summary>
    public void StartSteady(ReadOnlySpan<double> watts)
    {
        var steady = new SteadySolver(model.Network);
        SetPowers(watts);
        steady.Solve(_powers);
        _solver.Set(steady.Rises);
    }

    /// <inheritdoc/>
    public void Advance(ReadOnlySpan<double> watts, Duration span)
    {
        SetPowers(watts);
        for (Duration left = span; left > Duration.Zero; left -= bin) _solver.Step(_powers, Duration.Min(left, bin));
        Peak.Note(_solver.Rises);
    }

    /// <inheritdoc/>
    public double RiseOf(int block) => model.Sources[block].Mean(_solver.Rises);

    private void SetPowers(ReadOnlySpan<double> watts)
    {
        Array.Clear(_powers);
        for (int i = 0; i < watts.Length; i++)
        {
            if (watts[i] != 0) model.Sources[i].Heat(_powers, watts[i]);
        }
    }
}
