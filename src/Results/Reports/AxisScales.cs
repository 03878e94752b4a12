namespace DeepStack.Sim.Results.Reports;

/// <summary>Which axes of a picture are logarithmic.</summary>
internal enum AxisScales
{
    Linear,
    LogarithmicX,
    BothLogarithmic,
}
