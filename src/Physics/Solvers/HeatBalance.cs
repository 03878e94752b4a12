namespace DeepStack.Sim.Physics.Solvers;

/// <summary>Where heat went: watts at steady state, joules over a transient step.</summary>
/// <param name="Entering">Spent by blocks.</param>
/// <param name="Stored">Kept by the stack.</param>
/// <param name="Leaving">Carried to ambient.</param>
public readonly record struct HeatBalance(double Entering, double Stored, double Leaving)
{
    /// <summary>What is missing, relative to the largest of the three; zero for a perfect balance.</summary>
    public double RelativeError
    {
        get
        {
            double scale = Math.Max(Math.Abs(Entering), Math.Max(Math.Abs(Stored), Math.Abs(Leaving)));
            return scale == 0 ? 0 : Math.Abs(Entering - Stored - Leaving) / scale;
        }
    }
}
