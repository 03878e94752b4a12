using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Laws;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Solvers;

namespace DeepStack.Sim.Physics.Loop;

/// <summary>What simpler ways to get a peak temperature miss on one trace of power: the full network in time is the measure.</summary>
/// <param name="Transient">The hottest block in time, power resolved in bins.</param>
/// <param name="AverageMap">The hottest block at steady state with every block's mean power.</param>
/// <param name="WorstCaseMap">The hottest block at steady state with every block's highest power.</param>
/// <param name="OneNumber">One resistance times the mean of the total power.</param>
public sealed record PowerMapComparison(Celsius Transient, Celsius AverageMap, Celsius WorstCaseMap, Celsius OneNumber)
{
    /// <summary>K by which the average map is too cold (negative) or too hot.</summary>
    public double AverageMapError => AverageMap - Transient;

    /// <summary>K by which the worst-case map is too cold (negative) or too hot.</summary>
    public double WorstCaseMapError => WorstCaseMap - Transient;

    /// <summary>K by which the one-number model is too cold (negative) or too hot.</summary>
    public double OneNumberError => OneNumber - Transient;

    /// <summary>Compares on a trace, which begins at the steady state of its mean power.</summary>
    /// <param name="model">The stack.</param>
    /// <param name="bins">Watts of every source, a bin each.</param>
    /// <param name="bin">The length of a bin.</param>
    /// <param name="oneNumber">The one-number model to judge.</param>
    /// <param name="dramLayers">DRAM layers, for the one-number model.</param>
    public static PowerMapComparison Of(StackModel model, IReadOnlyList<double[]> bins, Duration bin, OneNumberModel oneNumber, int dramLayers)
    {
        int sources = model.Sources.Count;
        double[] mean = [.. Enumerable.Range(0, sources).Select(s => bins.Sum(b => b[s]) / bins.Count)];
        double[] most = [.. Enumerable.Range(0, sources).Select(s => bins.Max(b => b[s]))];
        var network = new NetworkTemperatures(model, bin);
        network.Settle(mean);
        double peak = 0;
        foreach (double[] watts in bins)
        {
            network.Advance(watts, bin);
            peak = Math.Max(peak, Hottest(network, sources));
        }
        return Of(model, Celsius.FromDegrees(model.Spec.Ambient.Degrees + peak), mean, most, oneNumber, dramLayers);
    }

    /// <summary>Compares with a peak that is known.</summary>
    /// <param name="model">The stack.</param>
    /// <param name="peak">The hottest block in time.</param>
    /// <param name="mean">Mean watts of every source.</param>
    /// <param name="most">Highest watts of every source.</param>
    /// <param name="oneNumber">The one-number model to judge.</param>
    /// <param name="dramLayers">DRAM layers, for the one-number model.</param>
    public static PowerMapComparison Of(StackModel model, Celsius peak, ReadOnlySpan<double> mean, ReadOnlySpan<double> most, OneNumberModel oneNumber, int dramLayers)
    {
        double total = 0;
        foreach (double watts in mean) total += watts;
        ILinearSolver solver = new ShiftedNetwork(model.Network).SolverFor(0);
        return new PowerMapComparison(peak, SteadyPeak(mean), SteadyPeak(most), oneNumber.TemperatureAt(Power.FromWatts(total), dramLayers));

        Celsius SteadyPeak(ReadOnlySpan<double> watts)
        {
            double[] powers = new double[model.Network.Count], rises = new double[powers.Length];
            for (int i = 0; i < watts.Length; i++) model.Sources[i].Heat(powers, watts[i]);
            solver.Solve(powers, rises);
            return Celsius.FromDegrees(model.Spec.Ambient.Degrees + model.Sources.Max(s => s.HottestMean(rises)));
        }
    }

    private static double Hottest(NetworkTemperatures temperatures, int sources)
    {
        double hottest = 0;
        for (int i = 0; i < sources; i++) hottest = Math.Max(hottest, temperatures.RiseOf(i));
        return hottest;
    }
}
