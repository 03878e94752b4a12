namespace DeepStack.Sim.Core.Randomness;

public sealed partial class RandomStream
{
    /// <summary>Draws from the exponential distribution.</summary>
    /// <param name="mean">Its mean; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mean is negative.</exception>
    public double NextExponential(double mean)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mean);
        return -mean * ReproducibleMath.Log(1 - NextDouble());
    }

    /// <summary>Draws from the normal distribution.</summary>
    /// <param name="mean">Its mean.</param>
    /// <param name="deviation">Its standard deviation; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative.</exception>
    /// <remarks>The polar method (Marsaglia and Bray, 1964); the second number of each pair is dropped, so that a stream has no hidden state.</remarks>
    public double NextNormal(double mean = 0, double deviation = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        while (true)
        {
            double u = 2 * NextDouble() - 1, v = 2 * NextDouble() - 1, square = u * u + v * v;
            if (square is >= 1 or 0) continue;
            return mean + deviation * (u * Math.Sqrt(-2 * ReproducibleMath.Log(square) / square));
        }
    }

    /// <summary>Draws a number whose logarithm is normal.</summary>
    /// <param name="logMean">The mean of the logarithm; the median of the draw is its exponential.</param>
    /// <param name="logDeviation">The standard deviation of the logarithm; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative.</exception>
    public double NextLogNormal(double logMean, double logDeviation) => ReproducibleMath.Exp(NextNormal(logMean, logDeviation));

    /// <summary>Draws from the gamma distribution; its mean is shape * scale, its variance shape * scale^2.</summary>
    /// <param name="shape">Positive; 1 is the exponential distribution, less is burstier.</param>
    /// <param name="scale">Not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shape is not positive or the scale negative.</exception>
    /// <remarks>Marsaglia and Tsang (2000); below a shape of 1 by a draw of shape + 1 times a uniform number to the power of 1 / shape.</remarks>
    public double NextGamma(double shape, double scale)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape);
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        if (shape < 1) return NextGamma(shape + 1, scale) * ReproducibleMath.Pow(1 - NextDouble(), 1 / shape);
        double d = shape - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = NextNormal(), root = 1 + c * x;
            if (root <= 0) continue;
            double v = root * root * root;
            if (ReproducibleMath.Log(1 - NextDouble()) < 0.5 * x * x + d - d * v + d * ReproducibleMath.Log(v)) return scale * d * v;
        }
    }
}
